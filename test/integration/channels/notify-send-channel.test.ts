import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { notifySendChannel } from '../../../main/channels/notify-send-channel.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import { canRunDesktop, startDesktop, type DesktopSession } from '../../support/channels/desktop-session.ts'
import { isHere } from '../../support/system-packages.ts'
import { tempFolder } from '../../support/temp-folder.ts'

let desktop: DesktopSession | null = null
afterEach(async () => {
  await desktop?.stop()
  desktop = null
})

if (!canRunDesktop)
  process.stderr.write(
    '!!! NOT TESTED: notifications on a desktop: dbus-daemon, dbus-monitor, Xvfb, dunst and notify-send are needed.\n',
  )

describe.skipIf(!canRunDesktop)('a notification on a desktop', () => {
  it('is seen on the bus and on the screen, word for word', async () => {
    desktop = await startDesktop(tempFolder('desk'), true)
    const message = channelMessage({
      title: '--help of $(id) failed',
      text: '<b>a & b</b> `id`\n"quoted"',
    })
    const delivery = await notifySendChannel(desktop.environment).send(message, neverAborted)
    expect(delivery).toEqual({ outcome: 'delivered', rejected: [] })
    await expect.poll(desktop.seen, { timeout: 10_000 }).toContain('member=Notify')
    await expect.poll(desktop.seen, { timeout: 10_000 }).toContain('byte 2')
    const seen = desktop.seen()
    expect(seen).toContain('string "Holdfast"')
    expect(seen).toContain('string "--help of $(id) failed"')
    expect(seen).toContain('string "&lt;b&gt;a &amp; b&lt;/b&gt; `id`\n"quoted""')
    await expect.poll(desktop.shown, { timeout: 10_000 }).toBe(1)
  })

  it('is no more urgent than it is', async () => {
    desktop = await startDesktop(tempFolder('desk'), true)
    const message = channelMessage({ severity: 'WARNING' })
    expect(await notifySendChannel(desktop.environment).send(message, neverAborted)).toMatchObject({
      outcome: 'delivered',
    })
    await expect.poll(desktop.seen, { timeout: 10_000 }).toContain('byte 1')
  })

  it('failed where nobody on the bus shows any', async () => {
    desktop = await startDesktop(tempFolder('desk'), false)
    const delivery = await notifySendChannel(desktop.environment).send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'refused', detail: expect.stringMatching(/\w/) },
    })
  })
})

describe('a notification without a desktop', () => {
  it.skipIf(!isHere('notify-send'))('failed where there is no bus', async () => {
    const bus = path.join(tempFolder('desk'), 'no-bus')
    const environment = { PATH: process.env['PATH'], DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` }
    expect(await notifySendChannel(environment).send(channelMessage(), neverAborted)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'refused', detail: expect.stringMatching(/\w/) },
    })
  })

  it('failed where the program is not there', async () => {
    const environment = { PATH: tempFolder('desk') }
    expect(await notifySendChannel(environment).send(channelMessage(), neverAborted)).toEqual({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'no_program', detail: '' },
    })
  })

  it('failed where the program does not come back, which is then ended', async () => {
    const folder = tempFolder('desk')
    const pidFile = path.join(folder, 'pid')
    fs.writeFileSync(path.join(folder, 'notify-send'), `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 60\n`, {
      mode: 0o755,
    })
    const environment = { PATH: `${folder}:${process.env['PATH'] ?? ''}` }
    expect(await notifySendChannel(environment, 2000).send(channelMessage(), neverAborted)).toEqual({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'timed_out', detail: '' },
    })
    const pid = Number(fs.readFileSync(pidFile, 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
