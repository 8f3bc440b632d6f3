import type { HostDoors } from '../../main/compose/compose-backend.ts'

/** A host that can do nothing beyond the window: no dialogs, no tray, no desktop. */
export const noDoors: HostDoors = {
  capabilities: {
    nativeFileDialog: false,
    revealInFolder: false,
    dropGivesPath: false,
    tray: false,
    desktopNotifications: false,
    startAtLogin: false,
  },
  choosePath: () => Promise.resolve(null),
  reveal: () => Promise.resolve(),
  setStartAtLogin: () => Promise.resolve(),
}
