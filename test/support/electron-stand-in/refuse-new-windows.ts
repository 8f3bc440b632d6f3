import { toElectron } from './addresses.ts'
import type { DevTools } from './devtools.ts'
import { WebContents } from './web-contents.ts'

interface TargetInfo {
  readonly targetId: string
  readonly openerId?: string
  readonly url: string
}

/** A page that another page opened is put to the application's handler, and closed at once where that denies it. */
export async function refuseNewWindows(devTools: DevTools): Promise<void> {
  devTools.on(' Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => {
    const opener =
      targetInfo.openerId === undefined ? undefined : WebContents.fromDevToolsTargetId(targetInfo.openerId)
    if (opener?.windowOpenHandler({ url: toElectron(targetInfo.url) }).action !== 'deny') return
    devTools.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
  })
  await devTools.send('Target.setDiscoverTargets', { discover: true })
}
