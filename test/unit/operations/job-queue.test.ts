import { describe, expect, it } from 'vitest'

import {
  createJobQueue,
  type Job,
  type JobQueue,
  type Turn,
} from '../../../main/operations/queue/job-queue.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { JobKind, JobView } from '../../../shared/domain/job.ts'

interface Probe {
  readonly queue: JobQueue
  readonly started: string[]
  readonly views: JobView[]
  readonly add: (
    name: string,
    kind?: JobKind,
    databaseId?: string,
    wish?: Pick<Job<unknown>, 'priority' | 'isScheduled'>,
  ) => { id: string; ended: Promise<Fault | undefined> }
  /** Lets a running job end. */
  readonly finish: (name: string, fault?: Fault) => void
}

function probe(jobsAtOnce: number): Probe {
  const started: string[] = []
  const views: JobView[] = []
  const turns = new Map<string, { turn: Turn; resolve: () => void; reject: (error: Error) => void }>()
  let count = 0
  let nowMs = 0
  const queue = createJobQueue({
    clock: { now: () => nowMs, monotonicMs: () => (nowMs += 1) },
    ids: { newId: () => `job-${(count += 1)}` },
    limits: () => ({ jobsAtOnce, timeLimitMs: 1000 }),
    onMoved: (view) => views.push(view),
    faultFrom: (error) => faultOf(error) ?? { code: 'UNEXPECTED', reference: 'r' },
  })
  return {
    queue,
    started,
    views,
    add(name, kind = 'backup', databaseId = name, wish = {}) {
      const job: Job<string> = {
        ...wish,
        kind,
        databaseId,
        database: name,
        run: (turn) =>
          new Promise((resolve, reject) => {
            started.push(name)
            turns.set(name, { turn, resolve: () => resolve(name), reject })
            turn.signal.addEventListener('abort', () => reject(turn.signal.reason as Error))
          }),
        settle: () => Promise.resolve({}),
      }
      const { id, ended } = queue.submit(job)
      return { id, ended: ended.then((end) => end.fault) }
    },
    finish(name, fault) {
      const { resolve, reject } = turns.get(name)!
      if (fault === undefined) resolve()
      else reject(new FaultError(fault))
    },
  }
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('the job queue', () => {
  it('runs so many at once and the others as places come free', async () => {
    const { add, finish, started } = probe(2)
    const [a] = [add('a'), add('b'), add('c')]
    await settled()
    expect(started).toEqual(['a', 'b'])
    finish('a')
    await a.ended
    await settled()
    expect(started).toEqual(['a', 'b', 'c'])
  })

  it('goes by priority, then by age; what has none is in the middle', async () => {
    const { add, finish, started } = probe(1)
    const names = ['first', 'late', 'usual', 'urgent', 'usual too', 'restore']
    const [first, late, usual, urgent, usualToo, restore] = [
      add('first'),
      add('late', 'backup', 'late', { priority: 9 }),
      add('usual'),
      add('urgent', 'backup', 'urgent', { priority: 1 }),
      add('usual too'),
      add('restore', 'restore'),
    ]
    const ends = { first, late, usual, urgent, 'usual too': usualToo, restore }
    for (let n = 0; n < names.length; n += 1) {
      await settled()
      const name = started.at(-1)!
      finish(name)
      await ends[name as keyof typeof ends].ended
    }
    expect(started).toEqual(['first', 'restore', 'urgent', 'usual', 'usual too', 'late'])
  })

  it('holds what schedules asked for, and nothing else', async () => {
    const { queue, add, started } = probe(3)
    queue.hold(true)
    add('scheduled', 'backup', 'scheduled', { isScheduled: true })
    add('asked for')
    await settled()
    expect(started).toEqual(['asked for'])
    queue.hold(false)
    await settled()
    expect(started).toEqual(['asked for', 'scheduled'])
  })

  it('finishes what runs, cancels what waits, and takes nothing more', async () => {
    const { queue, add, finish, started } = probe(1)
    const [running, waiting] = [add('running'), add('waiting')]
    await settled()
    const finished = queue.finish()
    expect(await waiting.ended).toEqual({ code: 'JOB_CANCELLED' })
    expect(await add('later').ended).toEqual({ code: 'JOB_CANCELLED' })
    finish('running')
    await finished
    expect(await running.ended).toBeUndefined()
    expect(started).toEqual(['running'])
  })

  it('lets a restore go first, and never beside another job of its database', async () => {
    const { add, finish, started } = probe(1)
    const first = add('a')
    add('b')
    add('c', 'restore', 'a')
    await settled()
    finish('a')
    await first.ended
    await settled()
    expect(started).toEqual(['a', 'c'])
    const { add: addWide, started: startedWide } = probe(3)
    addWide('x')
    addWide('y', 'restore', 'x')
    addWide('z', 'verify', 'x')
    addWide('copy', 'schema_copy', 'x')
    await settled()
    expect(startedWide).toEqual(['x', 'z', 'copy'])
    const { add: addPartial, finish: finishPartial, started: startedPartial } = probe(2)
    const running = addPartial('p')
    addPartial('q', 'partial_restore', 'p')
    addPartial('r', 'backup', 'p')
    await settled()
    expect(startedPartial).toEqual(['p'])
    finishPartial('p')
    await running.ended
    await settled()
    expect(startedPartial).toEqual(['p', 'q'])
  })

  it('fails one job alone, and takes a defect for UNEXPECTED', async () => {
    const { add, finish, queue } = probe(2)
    const [a, b] = [add('a'), add('b')]
    await settled()
    finish('a', { code: 'JOB_DIED', how: 'killed' })
    finish('b')
    expect(await a.ended).toEqual({ code: 'JOB_DIED', how: 'killed' })
    expect(await b.ended).toBeUndefined()
    expect(queue.views().map((view) => view.state)).toEqual(['done', 'failed'])
  })

  it('cancels what runs and what waits', async () => {
    const { add, queue, started } = probe(1)
    const [a, b] = [add('a'), add('b')]
    await settled()
    expect(queue.cancel(b.id)).toBe(true)
    expect(await b.ended).toEqual({ code: 'JOB_CANCELLED' })
    expect(queue.cancel(a.id)).toBe(true)
    expect(await a.ended).toEqual({ code: 'JOB_CANCELLED' })
    expect(queue.cancel(a.id)).toBe(false)
    expect(started).toEqual(['a'])
    expect(queue.views().map((view) => view.state)).toEqual(['cancelled', 'cancelled'])
  })

  it('takes nothing more once it is closed', async () => {
    const { add, queue, started } = probe(1)
    const a = add('a')
    await queue.close()
    expect(await a.ended).toEqual({ code: 'JOB_CANCELLED' })
    expect(await add('b').ended).toEqual({ code: 'JOB_CANCELLED' })
    expect(started).toEqual(['a'])
  })

  it('counts a job as failed when what came of it says so', async () => {
    const { queue } = probe(1)
    const fault: Fault = { code: 'VALIDATION_FAILED', file: 'f', checks: [], detail: '' }
    const { ended, id } = queue.submit({
      kind: 'backup',
      databaseId: 'a',
      database: 'a',
      run: () => Promise.resolve('stored'),
      settle: () => Promise.resolve({ fault, backupId: 'the-backup' }),
    })
    expect(await ended).toMatchObject({ outcome: 'stored', fault })
    expect(queue.view(id)).toMatchObject({ state: 'failed', backupId: 'the-backup' })
  })

  it('remembers the last 200 that ended', async () => {
    const { add, finish, queue } = probe(1)
    for (let n = 0; n < 210; n += 1) {
      const job = add(`j${n}`)
      await settled()
      finish(`j${n}`)
      await job.ended
      await settled()
    }
    expect(queue.views()).toHaveLength(200)
    expect(queue.views()[0]?.database).toBe('j209')
  })
})
