import path from 'node:path'

import { contractVersion } from '../../shared/contract/contract.ts'
import { FaultError } from '../../shared/domain/fault.ts'
import { listFolder } from '../operations/databases/list-folder.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

function refuseWithout(can: boolean, what: string): void {
  if (!can) throw new FaultError({ code: 'WRONG_USE', detail: `this host can't ${what}` })
}

/** Answers `system`: what the program and its host are, and the user's settings. */
export function systemApi({ operations, host, version, platform, userFolder }: ApiSurroundings) {
  const { settings, changes, world } = operations
  return {
    info: guarded.system.info.handler(async () => ({
      version,
      contractVersion,
      capabilities: host.capabilities,
      platform,
      homeFolder: world.home.folder,
      suggestedVaultFolder: path.join(userFolder, 'Holdfast vault'),
      suggestedDemoFolder: path.join(userFolder, 'Holdfast demo'),
      keychainAnswers: await world.keychain.answers(),
    })),
    choosePath: guarded.system.choosePath.handler(({ input }) => {
      refuseWithout(host.capabilities.nativeFileDialog, 'open a file dialog')
      return host.choosePath(input.kind, input.title)
    }),
    reveal: guarded.system.reveal.handler(({ input }) => {
      refuseWithout(host.capabilities.revealInFolder, 'show a file in its folder')
      return host.reveal(input.path)
    }),
    listFolder: guarded.system.listFolder.handler(({ input }) => listFolder(operations, input.path)),
    settings: guarded.system.settings.handler(() => settings.current()),
    changeSettings: guarded.system.changeSettings.handler(async ({ input }) => {
      const { startAtLogin } = input
      if (startAtLogin !== undefined) {
        refuseWithout(host.capabilities.startAtLogin, 'start with the user’s session')
        // Before it is kept: a setting that says so and a system that knows nothing of it would be a silent failure.
        await host.setStartAtLogin(startAtLogin)
      }
      const changed = await settings.change(input)
      changes.tell({ topic: 'settings', settings: changed })
      return changed
    }),
  }
}
