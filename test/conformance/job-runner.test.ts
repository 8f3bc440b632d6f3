import { describe, expect, it, vi } from 'vitest'

import { forkAsUtilityProcess } from '../../main/electron/fork-as-utility-process.ts'
import type { Logger } from '../../main/engine/engine.ts'
import { forkWithNode } from '../../main/jobs/fork-with-node.ts'
import type { JobRunner } from '../../main/jobs/job-runner.ts'
import { runInProcess } from '../../main/jobs/run-in-process.ts'
import type { JobProgress } from '../../shared/domain/job.ts'
import { faultOf, FaultError } from '../../shared/domain/fault.ts'
import type { Behaviour } from '../support/jobs/fake-use-cases.ts'
import {
  fakeOrder,
  fakePartialOrder,
  fakeRestoreOrder,
  fakeUseCases,
  outcomeSaying,
} from '../support/jobs/fake-use-cases.ts'
import { recordingLogger } from '../support/jobs/recording-logger.ts'

vi.mock('electron', () => import('../support/electron-stand-in/utility-process.ts'))

const graceMs = 300

const subjects: readonly [string, (logger: Logger) => JobRunner][] = [
  [
    'fork',
    (logger) =>
      forkWithNode({
        logger,
        graceMs,
        entry: new URL('../support/jobs/fake-job-process.ts', import.meta.url),
      }),
  ],
  [
    'utilityProcess (stand-in)',
    (logger) =>
      forkAsUtilityProcess({
        logger,
        graceMs,
        entry: new URL('../support/jobs/fake-utility-process.ts', import.meta.url),
      }),
  ],
  ['in-process', (logger) => runInProcess({ logger, graceMs, useCases: fakeUseCases })],
]

describe.each(subjects)('a job runner: %s', (_name, makeRunner) => {
  const begin = (behaviour: Behaviour, more: { signal?: AbortSignal; timeLimitMs?: number } = {}) => {
    const logger = recordingLogger()
    const progress: JobProgress[] = []
    const firstProgress = Promise.withResolvers<void>()
    const outcome = makeRunner(logger).run(fakeOrder(behaviour), {
      signal: more.signal ?? new AbortController().signal,
      timeLimitMs: more.timeLimitMs ?? 60_000,
      onProgress(value) {
        progress.push(value)
        firstProgress.resolve()
      },
    })
    outcome.catch(() => undefined)
    return { outcome, logger, progress, started: firstProgress.promise }
  }
  const faultOfRun = (outcome: Promise<unknown>) => outcome.then(() => 'no fault', faultOf)

  it('resolves with the outcome, and hands the key over with the order', async () => {
    const { outcome, progress, logger } = begin('finish')
    expect(await outcome).toEqual(outcomeSaying('c2VjcmV0IGtleSBvZiB0aGUgdmF1bHQ='))
    expect(progress).toEqual([{ step: 'reading pages', doneBytes: 1000, totalBytes: 1000 }])
    expect(logger.lines).toEqual([{ level: 'info', event: 'fake.ran', facts: { database: 'finish' } }])
  })

  it('rejects with the fault of the job', async () => {
    expect(await faultOfRun(begin('fail').outcome)).toEqual({
      code: 'SOURCE_MISSING',
      path: '/nowhere/source.db',
    })
  })

  it('keeps the text of a defect in the log and gives out its reference', async () => {
    const { outcome, logger } = begin('throw')
    const fault = await faultOfRun(outcome)
    expect(fault).toEqual({ code: 'UNEXPECTED', reference: expect.any(String) as string })
    const line = logger.lines.find(({ event }) => event === 'job.unexpected')
    expect(line?.facts['error']).toContain('a secret detail')
    expect(JSON.stringify(fault)).toContain(line?.facts['reference'])
  })

  it('tells progress at most ten times a second, and the last value always', async () => {
    const before = performance.now()
    const { outcome, progress } = begin('flood')
    await outcome
    const seconds = (performance.now() - before) / 1000
    expect(progress.at(-1)?.doneBytes).toBe(20_000)
    expect(progress.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2)
    expect(progress.map(({ doneBytes }) => doneBytes)).toEqual(
      progress.map(({ doneBytes }) => doneBytes).toSorted((a, b) => a - b),
    )
  })

  it('lets a cancelled job clear up behind it', async () => {
    const abort = new AbortController()
    const { outcome, logger, started } = begin('clear-up-on-cancel', { signal: abort.signal })
    await started
    abort.abort()
    expect(await faultOfRun(outcome)).toEqual({ code: 'JOB_CANCELLED' })
    expect(logger.lines.map(({ event }) => event)).toContain('fake.cleared-up')
  })

  it('says why it was cancelled when the caller said so', async () => {
    const abort = new AbortController()
    const { outcome, started } = begin('clear-up-on-cancel', { signal: abort.signal })
    await started
    abort.abort(new FaultError({ code: 'VAULT_MISSING', path: '/gone' }))
    expect(await faultOfRun(outcome)).toEqual({ code: 'VAULT_MISSING', path: '/gone' })
  })

  it('starts nothing when it is cancelled already', async () => {
    const { outcome, logger } = begin('finish', { signal: AbortSignal.abort() })
    expect(await faultOfRun(outcome)).toEqual({ code: 'JOB_CANCELLED' })
    expect(logger.lines).toEqual([])
  })

  it('cancels a job that has not got its order yet', async () => {
    const abort = new AbortController()
    const { outcome, logger } = begin('finish', { signal: abort.signal })
    abort.abort()
    expect(await faultOfRun(outcome)).toEqual({ code: 'JOB_CANCELLED' })
    expect(logger.lines).toEqual([])
  })

  it('calls a job done that was done in spite of its cancel', async () => {
    const abort = new AbortController()
    const { outcome, started } = begin('finish-in-spite-of-cancel', { signal: abort.signal })
    await started
    abort.abort()
    expect(await outcome).toEqual(outcomeSaying('done all the same'))
  })

  it('ends a job that ignores its cancel', async () => {
    const abort = new AbortController()
    const { outcome, started } = begin('ignore-cancel', { signal: abort.signal })
    await started
    abort.abort()
    expect(await faultOfRun(outcome)).toEqual({ code: 'JOB_CANCELLED' })
  })

  it('does not call a restore cancelled that had to be killed: its target may be replaced', async () => {
    for (const order of [fakeRestoreOrder(), fakePartialOrder()]) {
      const abort = new AbortController()
      const outcome = makeRunner(recordingLogger()).run(order, {
        signal: abort.signal,
        timeLimitMs: 60_000,
        onProgress: () => abort.abort(),
      })
      expect(await faultOfRun(outcome)).toMatchObject({
        code: 'JOB_DIED',
        how: expect.stringContaining('force'),
      })
    }
  })

  it('stops a job at its time limit', async () => {
    expect(await faultOfRun(begin('ignore-cancel', { timeLimitMs: 400 }).outcome)).toEqual({
      code: 'JOB_TIMED_OUT',
      limitMs: 400,
    })
  })

  it('runs jobs at the same time, each failing on its own', async () => {
    const [late, failed, done] = [begin('finish-late'), begin('fail'), begin('finish')]
    expect(await faultOfRun(failed.outcome)).toMatchObject({ code: 'SOURCE_MISSING' })
    expect(await done.outcome).toMatchObject({ kind: 'no_changes_required' })
    expect(await late.outcome).toEqual(outcomeSaying('late'))
  })
})
