import { FaultError } from '../../shared/domain/fault.ts'
import type { HostDoors } from '../api/host-doors.ts'

function notHere(): Promise<never> {
  return Promise.reject(new FaultError({ code: 'WRONG_USE', detail: 'a browser can’t do this' }))
}

/** What a browser offers to the window it shows: nothing of the system's. */
export const browserDoors: HostDoors = {
  capabilities: {
    nativeFileDialog: false,
    revealInFolder: false,
    dropGivesPath: false,
    tray: false,
    desktopNotifications: false,
    startAtLogin: false,
  },
  choosePath: notHere,
  reveal: notHere,
  setStartAtLogin: notHere,
}
