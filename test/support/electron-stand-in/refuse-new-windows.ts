import { toElectron } from './addresses.ts'
import type { DevTools } from './devtools.ts'
import { WebContents } from './web-contents.ts'

interface TargetInfo {
  readonly targetId: string
  readonly openerId?: string
  readonly url: string
}

/** Who watches the browser too (Playwright) holds a new page until it has looked at it; closed while it is held, its opener would hang. */
const heldMs = 400

/** A page that another page opened is put to the application's handler, and closed where that denies it. */
export async function refuseNewWindows(devTools: DevTools): Promise<void> {
  devTools.on(' Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => {
    const opener =
      targetInfo.openerId === undefined ? undefined : WebContents.fromDevToolsTargetId(targetInfo.openerId)
    if (opener?.windowOpenHandler({ url: toElectron(targetInfo.url) }).action !== 'deny') return
    const close = (): Promise<unknown> =>
      devTools.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
    setTimeout(() => void close(), heldMs)
  })
  await devTools.send('Target.setDiscoverTargets', { discover: true })
}
