import fs from 'node:fs'

import { afterEach, expect, it } from 'vitest'

import { createMonitor } from '../../../main/operations/monitoring/monitor.ts'
import { forgetfulMessenger, monitoringRig, testTime } from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

it('a program that does not act any more ends what it sends, and tells nothing until it acts again', async () => {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  fs.rmSync(rig.file)
  time.set('2026-11-27T06:00:01.000Z')
  let acts = true
  const events: string[] = []
  const open = (): Promise<ReturnType<typeof forgetfulMessenger>> => {
    events.push('opened')
    let end: () => void = () => undefined
    const messenger = forgetfulMessenger(
      () =>
        new Promise((resolve) => {
          events.push('sends')
          end = () => resolve([])
        }),
    )
    const close = (): void => {
      events.push('closed')
      end()
    }
    return Promise.resolve({ ...messenger, close })
  }
  const scheduler = { acting: async () => (acts ? rig.scheduler.acting() : null) }
  const monitor = createMonitor(rig.context, scheduler, open)
  try {
    await rig.look()
    await monitor.look()
    await expect.poll(() => events).toEqual(['opened', 'sends'])
    acts = false
    await monitor.look()
    expect(events).toEqual(['opened', 'sends', 'closed'])
    // Nothing goes on behind it.
    await monitor.idle()
    await monitor.look()
    expect(events).toHaveLength(3)
    acts = true
    await monitor.look()
    await monitor.idle()
    expect(events).toEqual(['opened', 'sends', 'closed', 'opened'])
  } finally {
    await monitor.stop()
  }
  expect(events.at(-1)).toBe('closed')
})
