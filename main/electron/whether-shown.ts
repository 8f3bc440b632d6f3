import type { EventEmitter } from 'node:events'

/** A notification, as far as it tells what became of it. */
export interface Showable extends Pick<EventEmitter, 'once'> {
  show(): void
}

/** A desktop that says neither within so long has taken it: not each says that it shows something. */
const silenceMs = 2000

/**
 * Shows a notification; answers null where the desktop took it, otherwise what it said of why not (it may be empty).
 */
export function whetherShown(notification: Showable, limitMs = silenceMs): Promise<string | null> {
  return new Promise((resolve) => {
    const silence = setTimeout(() => resolve(null), limitMs)
    const end = (failure: string | null): void => {
      clearTimeout(silence)
      resolve(failure)
    }
    notification.once('show', () => end(null))
    notification.once('failed', (_event: unknown, error: unknown) =>
      end(typeof error === 'string' ? error : ''),
    )
    notification.show()
  })
}

/** The body of a notification, as a system's desktop reads it: on Linux it is markup to some. */
export function bodyFor(platform: NodeJS.Platform, text: string, asMarkup: (text: string) => string): string {
  return platform === 'linux' ? asMarkup(text) : text
}
