import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { sweepRestoreLeftovers } from '../../../main/engine/restore/sweep-restore-leftovers.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { rounds } from '../../support/rounds.ts'
import { damagedState, putState, stateWithLog, type DatabaseState } from './database-states.ts'
import { interceptedFiles, systemError } from './failing-file-system.ts'
import {
  asidesIn,
  contentOf,
  leftoversIn,
  makeStage,
  realPorts,
  restore,
  restoreRequest,
  quietRun,
  type Stage,
} from './restore-stage.ts'
import { restoreDatabase } from '../../../main/engine/restore/restore-database.ts'

interface Case {
  readonly stage: Stage
  readonly target: string
  readonly state: DatabaseState | null
  readonly method: RestoreMethod
  readonly keep: 'safety_backup' | 'set_aside'
}

function reset({ stage, target, state }: Case): void {
  fs.rmSync(stage.live, { recursive: true })
  fs.mkdirSync(stage.live)
  if (state !== null) putState(state, target)
}

/** How many calls a restore makes when none fails. */
async function countCalls(one: Case): Promise<number> {
  reset(one)
  const { files, calls } = interceptedFiles(() => undefined)
  await restore(one.stage, one.target, one.method, one.keep, { ...realPorts, files })
  return calls()
}

/** Runs the restore with call N failing, for every N; those that fail from then on only for the last `lastCalls`. */
async function failEveryCall(
  one: Case,
  stays: 'once' | 'from then on',
  after: (failed: boolean, code: string | undefined) => void,
): Promise<number> {
  const count = await countCalls(one)
  const first = stays === 'once' ? 1 : Math.max(1, count - rounds(45))
  for (let n = first; n <= count; n += 1) {
    reset(one)
    const { files } = interceptedFiles((call, name) => {
      if (call < n || (stays === 'once' && call > n)) return
      throw systemError(name === 'write' ? 'ENOSPC' : 'EIO')
    })
    const failure = await restore(one.stage, one.target, one.method, one.keep, { ...realPorts, files }).then(
      () => null,
      (error: unknown) => error,
    )
    if (failure !== null) expect(faultOf(failure), `call ${n}: ${(failure as Error).message}`).toBeDefined()
    const machine = { ...realPorts.machine, markOf: () => null }
    await sweepRestoreLeftovers({ ...realPorts, machine }, one.stage.live)
    expect(leftoversIn(one.stage.live), `call ${n}`).toEqual([])
    after(failure !== null, faultOf(failure)?.code)
  }
  return count
}

async function stageWithState(
  makeState: ((folder: string) => DatabaseState) | null,
): Promise<Omit<Case, 'method' | 'keep'>> {
  const stage = await makeStage((file) => buildDatabase(file, { rows: 400 }))
  const target = path.join(stage.live, 'live.db')
  return { stage, target, state: makeState === null ? null : makeState(stage.folder) }
}

function contentOfState(state: DatabaseState, stage: Stage): string {
  const witness = path.join(stage.folder, 'witness.db')
  putState(state, witness)
  return contentOf(witness)
}

describe('a restore whose Nth file system call fails, for every N', { timeout: 600_000 }, () => {
  for (const stays of ['once', 'from then on'] as const) {
    it(`leaves the old content, or the new where only clearing up failed: swap, ${stays}`, async () => {
      const one: Case = { ...(await stageWithState(stateWithLog)), method: 'swap', keep: 'safety_backup' }
      const old = contentOfState(one.state!, one.stage)
      const fresh = contentOf(path.join(one.stage.folder, 'source.db'))
      const calls = await failEveryCall(one, stays, (failed) => {
        const found = contentOf(one.target)
        if (!failed) expect(found).toBe(fresh)
        else if (stays === 'once') expect(found).toBe(old)
        else expect([old, fresh]).toContain(found)
        expect(asidesIn(one.stage.live)).toEqual([])
      })
      expect(calls).toBeGreaterThan(50)
    })

    it(`leaves nothing, or the new file: new file, ${stays}`, async () => {
      const one: Case = { ...(await stageWithState(null)), method: 'new_file', keep: 'safety_backup' }
      const fresh = contentOf(path.join(one.stage.folder, 'source.db'))
      await failEveryCall(one, stays, (failed) => {
        const isThere = fs.existsSync(one.target)
        if (!failed) expect(isThere).toBe(true)
        if (failed && stays === 'once') expect(isThere).toBe(false)
        if (isThere) expect(contentOf(one.target)).toBe(fresh)
      })
    })
  }

  it('leaves a damaged database as it was, or set aside whole', async () => {
    const one: Case = { ...(await stageWithState(damagedState)), method: 'swap', keep: 'set_aside' }
    const { '': main, '-wal': log } = one.state!.files
    await failEveryCall(one, 'once', (failed) => {
      const aside = asidesIn(one.stage.live).find((name) => !name.endsWith('-wal'))
      const place = failed ? one.target : path.join(one.stage.live, aside ?? 'missing')
      expect(fs.readFileSync(place)).toEqual(main)
      expect(fs.readFileSync(`${place}-wal`)).toEqual(log)
      if (failed) expect(asidesIn(one.stage.live)).toEqual([])
    })
  })

  it('leaves the old content, or the committed copy with its failed proof: in place', async () => {
    const one: Case = { ...(await stageWithState(stateWithLog)), method: 'in_place', keep: 'safety_backup' }
    const old = contentOfState(one.state!, one.stage)
    const fresh = contentOf(path.join(one.stage.folder, 'source.db'))
    await failEveryCall(one, 'once', (failed, code) => {
      expect(contentOf(one.target)).toBe(failed && code !== 'RESTORE_UNPROVED' ? old : fresh)
    })
  })
})

describe('a restore that fails after the rename, on a disk that then refuses to take it back', () => {
  it('says that the target is changed, keeps what was set aside, and puts no old log beside the new file', async () => {
    const one: Case = { ...(await stageWithState(damagedState)), method: 'swap', keep: 'set_aside' }
    const fresh = contentOf(path.join(one.stage.folder, 'source.db'))
    reset(one)
    let isRenamed = false
    const { files } = interceptedFiles((_call, name) => {
      if (isRenamed && (name === 'syncFolder' || name === 'rename')) throw systemError('EIO')
      isRenamed ||= name === 'rename'
    })
    const failure = await restore(one.stage, one.target, 'swap', 'set_aside', { ...realPorts, files }).then(
      () => null,
      (error: unknown) => error,
    )
    expect(faultOf(failure)).toMatchObject({ code: 'RESTORE_UNPROVED', path: one.target })
    expect(contentOf(one.target)).toBe(fresh)
    expect(fs.existsSync(`${one.target}-wal`)).toBe(false)
    const aside = asidesIn(one.stage.live).find((name) => !name.endsWith('-wal')) ?? 'missing'
    expect(fs.readFileSync(path.join(one.stage.live, aside))).toEqual(one.state?.files[''])
    expect(fs.readFileSync(path.join(one.stage.live, `${aside}-wal`))).toEqual(one.state?.files['-wal'])
  })
})

describe('a restore that is cancelled', () => {
  it('at any step before the replacement leaves the old content and nothing of its own', async () => {
    const one: Case = { ...(await stageWithState(stateWithLog)), method: 'swap', keep: 'safety_backup' }
    const old = contentOfState(one.state!, one.stage)
    const steps: string[] = []
    reset(one)
    await restoreDatabase(realPorts, restoreRequest(one.stage, one.target, 'swap'), {
      ...quietRun(),
      onProgress: ({ step }) => void (steps.includes(step) || steps.push(step)),
    })
    expect(steps).toContain('rebuilding')
    for (const step of steps) {
      reset(one)
      const controller = new AbortController()
      const cancelled = restoreDatabase(realPorts, restoreRequest(one.stage, one.target, 'swap'), {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.step === step) controller.abort(new FaultError({ code: 'JOB_CANCELLED' }))
        },
      })
      const ended = await cancelled.then(
        () => 'done',
        (error: unknown) => faultOf(error)?.code,
      )
      // The last block is read back before the last progress is told: from there on a cancel comes too late.
      expect(step === 'replacing' ? ['JOB_CANCELLED', 'done'] : ['JOB_CANCELLED'], step).toContain(ended)
      if (ended === 'JOB_CANCELLED') expect(contentOf(one.target)).toBe(old)
      expect(leftoversIn(one.stage.live)).toEqual([])
    }
  })
})
