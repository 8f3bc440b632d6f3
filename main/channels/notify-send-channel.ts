import { execFile } from 'node:child_process'

import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import { asNotificationMarkup } from '../../shared/domain/words/notification-markup.ts'
import type { Channel } from './channel.ts'
import { plainAnswer } from './plain-answer.ts'

const usualLimitMs = 5000
const longestText = 2000

/** NUL ends an argument, and nothing else that controls belongs on a desktop. */
function printable(text: string): string {
  return text.replaceAll(/(?!\n)\p{Cc}/gu, ' ').slice(0, longestText)
}

/** notify-send undoes backslash escapes in the body; its title is plain. */
function escaped(text: string): string {
  return asNotificationMarkup(text).replaceAll('\\', '\\\\')
}

function argumentsOf({ severity, title, text }: ChannelMessage): readonly string[] {
  return [
    '--app-name=Holdfast',
    `--urgency=${severity === 'CRITICAL' ? 'critical' : 'normal'}`,
    // What begins with a dash after it is a title.
    '--',
    printable(title).replaceAll(/\s+/g, ' '),
    escaped(printable(text)),
  ]
}

/** How the program ended. `code`: of the system where it could not be started. */
interface Ended {
  readonly error: { readonly code?: string | number | null; readonly killed?: boolean } | null
  readonly said: string
}

function faultOf({ error, said }: Ended): Fault {
  if (error?.code === 'ENOENT' || error?.code === 'EACCES')
    return { code: 'NOTIFICATION_FAILED', reason: 'no_program', detail: '' }
  const reason = error?.killed === true ? 'timed_out' : 'refused'
  return { code: 'NOTIFICATION_FAILED', reason, detail: plainAnswer(said, []).replace(/\.+$/, '') }
}

/**
 * A desktop notification for a program without a window, by `notify-send`. A failure is for good: a notification that comes an hour late
 * says nothing. `environment` is where the program is looked for and which desktop it asks (PATH, DBUS_SESSION_BUS_ADDRESS).
 */
export function notifySendChannel(environment: NodeJS.ProcessEnv, limitMs = usualLimitMs): Channel {
  return {
    async send(message, signal) {
      const ended = await new Promise<Ended>((resolve) => {
        const options = { env: environment, timeout: limitMs, killSignal: 'SIGKILL', signal } as const
        execFile('notify-send', argumentsOf(message), options, (error, _stdout, stderr) =>
          resolve({ error, said: stderr }),
        )
      })
      if (ended.error === null) return { outcome: 'delivered', rejected: [] }
      if (!signal.aborted) return { outcome: 'failed', fault: faultOf(ended) }
      const fault = { code: 'CHANNEL_UNREACHABLE', server: 'The desktop', reason: 'interrupted' } as const
      return { outcome: 'again', fault, afterMs: null, owedTo: null, hasReached: false, rejected: [] }
    },
  }
}
