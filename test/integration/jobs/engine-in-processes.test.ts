import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import type { JobOptions } from '../../../main/jobs/job-runner.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, manifestFileOf, newVault } from '../../support/engine-vault.ts'
import { recordingLogger } from '../../support/jobs/recording-logger.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const options = (more: Partial<JobOptions> = {}): JobOptions => ({
  signal: new AbortController().signal,
  timeLimitMs: 60_000,
  onProgress: () => undefined,
  ...more,
})

const runner = () => forkWithNode({ logger: recordingLogger() })

async function stage() {
  const folder = tempFolder('jobs')
  const source = path.join(folder, 'market data ü.db')
  buildDatabase(source, { rows: 20_000 })
  return { folder, source, vault: await newVault(folder) }
}

describe('the engine in processes of its own', () => {
  it('backs up and verifies, with progress', async () => {
    const { source, vault } = await stage()
    const steps = new Set<string>()
    const outcome = await runner().run(
      { kind: 'backup', request: backupOf(vault, source) },
      options({ onProgress: ({ step }) => steps.add(step) }),
    )
    if (outcome.kind !== 'stored') throw new Error('nothing was stored')
    expect(outcome.backup.validation.status).toBe('passed')
    expect(steps.size).toBeGreaterThan(0)
    const request = { vault, manifestFile: manifestFileOf(outcome.backup), threads: 1 }
    const verified = await runner().run({ kind: 'verify', request }, options())
    expect(verified.validation.status).toBe('passed')
  })

  it('brings a fault of the engine back', async () => {
    const { folder, vault } = await stage()
    const request = backupOf(vault, path.join(folder, 'gone.db'))
    const fault = await runner()
      .run({ kind: 'backup', request }, options())
      .then(() => null, faultOf)
    expect(fault).toEqual({ code: 'SOURCE_MISSING', path: path.join(folder, 'gone.db') })
  })

  it('stops at the time limit, alone', async () => {
    const { source, vault } = await stage()
    const order = { kind: 'backup' as const, request: backupOf(vault, source) }
    const [late, inTime] = await Promise.allSettled([
      runner().run(order, options({ timeLimitMs: 1 })),
      runner().run(order, options()),
    ])
    expect(late.status === 'rejected' && faultOf(late.reason)).toEqual({ code: 'JOB_TIMED_OUT', limitMs: 1 })
    expect(inTime.status).toBe('fulfilled')
  })
})
