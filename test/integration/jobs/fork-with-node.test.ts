import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { Behaviour } from '../../support/jobs/fake-use-cases.ts'
import { fakeOrder, outcomeSaying } from '../../support/jobs/fake-use-cases.ts'
import { recordingLogger } from '../../support/jobs/recording-logger.ts'

const entry = new URL('../../support/jobs/fake-job-process.ts', import.meta.url)

function begin(behaviour: Behaviour, at = entry) {
  const logger = recordingLogger()
  const started = Promise.withResolvers<void>()
  const outcome = forkWithNode({ logger, graceMs: 300, entry: at }).run(fakeOrder(behaviour), {
    signal: new AbortController().signal,
    timeLimitMs: 60_000,
    onProgress: () => started.resolve(),
  })
  return { outcome, logger, started: started.promise }
}

const faultOfRun = (outcome: Promise<unknown>) => outcome.then(() => 'no fault', faultOf)

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a job process that dies', () => {
  it('fails alone when it is killed -9, and says how', async () => {
    const survivor = begin('finish-late')
    await survivor.started
    const killed = begin('kill-9')
    expect(await faultOfRun(killed.outcome)).toEqual({
      code: 'JOB_DIED',
      how: 'it was killed, by a person or by the system when memory ran out (signal SIGKILL)',
    })
    expect(await survivor.outcome).toEqual(outcomeSaying('late'))
    expect(killed.logger.lines.at(-1)).toMatchObject({ event: 'job.died' })
  })

  it('fails alone when it crashes', async () => {
    expect(await faultOfRun(begin('abort').outcome)).toMatchObject({
      code: 'JOB_DIED',
      how: expect.stringContaining('SIGABRT') as string,
    })
  })

  it('is told from a job that answered, when it ends without a word', async () => {
    expect(await faultOfRun(begin('exit-quietly').outcome)).toEqual({
      code: 'JOB_DIED',
      how: 'it ended without an answer (exit code 7)',
    })
  })

  it('logs the stack of what was thrown outside of every promise', async () => {
    const { outcome, logger } = begin('throw-outside')
    expect(await faultOfRun(outcome)).toMatchObject({ code: 'UNEXPECTED' })
    expect(JSON.stringify(logger.lines)).toContain('outside of every promise')
  })

  it('fails when its program is not there', async () => {
    const { outcome, logger } = begin('finish', new URL('./no-such-entry.ts', import.meta.url))
    expect(await faultOfRun(outcome)).toMatchObject({ code: 'JOB_DIED' })
    expect(JSON.stringify(logger.lines)).toContain('no-such-entry')
  })
})

describe('what a job process is given', () => {
  it('has neither the host’s environment nor the key in it, nor in its arguments', async () => {
    process.env['HOLDFAST_TEST_SECRET'] = 'not for jobs'
    process.env['NODE_OPTIONS'] = '--no-warnings'
    try {
      const report = JSON.stringify(await begin('report-environment').outcome)
      expect(report).toContain('PATH')
      expect(report).not.toContain('HOLDFAST_TEST_SECRET')
      expect(report).not.toContain('NODE_OPTIONS')
      expect(report).not.toContain('c2VjcmV0')
    } finally {
      delete process.env['HOLDFAST_TEST_SECRET']
      delete process.env['NODE_OPTIONS']
    }
  })
})

describe('signals', () => {
  const forkOne = async (behaviour: Behaviour) => {
    const child = fork(fileURLToPath(entry), [], { execArgv: [], serialization: 'advanced', stdio: 'pipe' })
    const said: { say: string }[] = []
    const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve))
    await new Promise<void>((resolve) => {
      child.on('message', (message: { say: string }) => {
        said.push(message)
        if (message.say === 'ready') child.send({ say: 'start', order: fakeOrder(behaviour) })
        if (message.say === 'progress') resolve()
      })
    })
    return { child, said, ended }
  }

  it('a job whose owner is gone clears up and ends', async () => {
    const { child, ended } = await forkOne('clear-up-on-cancel')
    child.disconnect()
    await ended
    expect(isAlive(child.pid ?? 0)).toBe(false)
  })

  it('Ctrl+C is left to the owner, and `kill` cancels', async () => {
    const { child, said, ended } = await forkOne('clear-up-on-cancel')
    child.kill('SIGINT')
    await sleep(200)
    expect(isAlive(child.pid ?? 0)).toBe(true)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(said.at(-1)).toEqual({ say: 'failed', fault: { code: 'JOB_CANCELLED' } })
  })
})
