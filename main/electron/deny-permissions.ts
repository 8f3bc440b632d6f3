import type { Session } from 'electron'

import { isOwnPage } from './own-page.ts'

/**
 * The one permission that the page has: putting text on the clipboard, for the buttons that copy a path or a hash. It is asked
 * for by a click, reads nothing, and every browser grants it.
 */
const granted = 'clipboard-sanitized-write'

/** Denies every other permission and every device, whoever asks. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === granted && isOwnPage(contents.getURL())),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === granted && isOwnPage(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}
