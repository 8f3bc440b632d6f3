import { describe, expect, it } from 'vitest'

import { watchChanges } from '../../../main/api/watch-changes.ts'
import { createChangeBus } from '../../../main/operations/changes/change-bus.ts'
import type { Timers } from '../../../main/operations/timers.ts'
import type { JobView } from '../../../shared/domain/job.ts'

function handTimers(): Timers & { ring(): void } {
  let waiting: (() => void)[] = []
  return {
    after(_delayMs, callback) {
      waiting.push(callback)
      return () => {
        waiting = waiting.filter((one) => one !== callback)
      }
    },
    ring() {
      for (const callback of waiting.splice(0)) callback()
    },
  }
}

function job(id: string, doneBytes: number): JobView {
  return {
    id,
    kind: 'backup',
    state: 'running',
    isScheduled: false,
    databaseId: 'd',
    database: 'd',
    queuedAt: '2026-01-01T00:00:00.000Z',
    progress: { step: 'reading', doneBytes, totalBytes: null },
    bytesPerSecond: null,
    timeLeftMs: null,
  }
}

describe('the stream of changes', () => {
  it('sends each thing once however often it changed between two sendings', async () => {
    const bus = createChangeBus()
    const timers = handTimers()
    const stream = watchChanges(bus, timers)
    for (let n = 1; n <= 1000; n += 1) bus.tell({ topic: 'jobs', jobs: [job('a', n), job('b', n)] })
    bus.tell({ topic: 'databases' })
    bus.tell({ topic: 'databases' })
    expect((await stream.next()).value).toMatchObject({
      topic: 'jobs',
      jobs: [{ progress: { doneBytes: 1000 } }, { progress: { doneBytes: 1000 } }],
    })
    expect((await stream.next()).value).toEqual({ topic: 'databases' })

    bus.tell({ topic: 'activity' })
    const next = stream.next()
    let isSent = false
    void next.then(() => (isSent = true))
    await new Promise((resolve) => void setImmediate(resolve))
    expect(isSent).toBe(false)
    timers.ring()
    expect((await next).value).toEqual({ topic: 'activity' })
  })

  it('says lagged when too much waits, or another program changed the vault', async () => {
    const bus = createChangeBus()
    const timers = handTimers()
    const stream = watchChanges(bus, timers)
    for (let n = 0; n < 600; n += 1) bus.tell({ topic: 'backups', databaseId: String(n) })
    expect((await stream.next()).value).toEqual({ topic: 'lagged' })
    timers.ring()
    bus.tell({ topic: 'everything' })
    expect((await stream.next()).value).toEqual({ topic: 'lagged' })
  })

  it('ends at once with its signal or its reader, also while it waits', async () => {
    const bus = createChangeBus()
    const controller = new AbortController()
    const stream = watchChanges(bus, handTimers(), controller.signal)
    const pending = stream.next()
    controller.abort()
    expect(await pending).toEqual({ done: true, value: undefined })
    const other = watchChanges(bus, handTimers())
    const waiting = other.next()
    await other.return?.()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })
})
