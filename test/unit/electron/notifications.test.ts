import { EventEmitter } from 'node:events'

import { describe, expect, it } from 'vitest'

import { hostNotificationChannel } from '../../../main/channels/host-notification-channel.ts'
import { asNotificationMarkup } from '../../../shared/domain/words/notification-markup.ts'
import { notifyFailures } from '../../../main/electron/notify-failures.ts'
import { bodyFor, whetherShown } from '../../../main/electron/whether-shown.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import { recordingLogger } from '../../support/jobs/recording-logger.ts'

/** Tells of itself what a desktop would, as soon as it is shown. */
class Notification extends EventEmitter {
  readonly #then: (notification: EventEmitter) => void
  constructor(then: (notification: EventEmitter) => void) {
    super()
    this.#then = then
  }
  show(): void {
    this.#then(this)
  }
}

describe('a notification of the window’s host', () => {
  it('is what the desktop says became of it, and taken where it says nothing', async () => {
    expect(await whetherShown(new Notification((one) => one.emit('show')))).toBeNull()
    expect(await whetherShown(new Notification(() => undefined), 1)).toBeNull()
    const refused = new Notification((one) => one.emit('failed', {}, 'Notifications are off.'))
    expect(await whetherShown(refused)).toBe('Notifications are off.')
    const channel = hostNotificationChannel(() => whetherShown(refused))
    expect(await channel.send(channelMessage(), neverAborted)).toEqual({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'refused', detail: 'Notifications are off' },
    })
  })

  it('is read as it stands, also where its body is markup', () => {
    const text = '<a href="x">a & b</a>'
    expect(bodyFor('linux', text, asNotificationMarkup)).toBe('&lt;a href="x"&gt;a &amp; b&lt;/a&gt;')
    expect(bodyFor('win32', text, asNotificationMarkup)).toBe(text)
    expect(bodyFor('darwin', text, asNotificationMarkup)).toBe(text)
  })

  it('of a failed backup that was not shown is told to the log', async () => {
    const logger = recordingLogger()
    const answers = [null, 'off']
    const notify = notifyFailures(() => Promise.resolve(answers.shift() ?? null), logger)
    for (const jobId of ['1', '2'])
      notify({ jobId, databaseId: 'a', title: 'Backup of a failed', message: 'It is gone.' })
    await expect.poll(() => logger.lines).toMatchObject([{ event: 'shell.notification-failed' }])
  })
})
