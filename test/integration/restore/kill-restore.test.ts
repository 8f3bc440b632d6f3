import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { sweepRestoreLeftovers } from '../../../main/engine/restore/sweep-restore-leftovers.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { rounds } from '../../support/rounds.ts'
import {
  putState,
  quietState,
  stateWithHotJournal,
  stateWithLog,
  type DatabaseState,
} from './database-states.ts'
import { stopProcess } from './hold-open.ts'
import type { ChildOrder } from './restore-child.ts'
import {
  asidesIn,
  contentOf,
  leftoversIn,
  makeStage,
  realPorts,
  restoreRequest,
  type Stage,
} from './restore-stage.ts'

interface Ended {
  readonly say: 'done' | 'failed' | 'killed'
  readonly calls?: number
  readonly because?: string
}

/** Child processes are started ahead, so that a round takes as long as a restore and not as a start. */
function childrenAhead(
  count: number,
  cacheFolder: string,
): { next(): Promise<ChildProcess>; stop(): Promise<void> } {
  const start = async (): Promise<ChildProcess> => {
    const child = fork(new URL('./restore-child.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
    })
    await once(child, 'message')
    return child
  }
  const waiting = Array.from({ length: count }, start)
  return {
    next() {
      waiting.push(start())
      return waiting.shift() as Promise<ChildProcess>
    },
    async stop() {
      for (const child of await Promise.all(waiting)) {
        await stopProcess(child)
      }
    },
  }
}

async function runChild(child: ChildProcess, order: ChildOrder, killAfterMs: number | null): Promise<Ended> {
  const exit = once(child, 'exit').then(() => ({ say: 'killed' }) as const)
  const message = once(child, 'message').then(([said]) => said as Ended)
  child.send(order)
  if (killAfterMs !== null) void delay(killAfterMs).then(() => child.kill('SIGKILL'))
  const ended = await Promise.race([message, exit])
  child.kill('SIGKILL')
  await exit
  return ended
}

/** After a kill: exactly old or exactly new, the sweep clears up, and it changes nothing. */
async function judge(stage: Stage, target: string, old: string, fresh: string): Promise<'old' | 'new'> {
  await sweepRestoreLeftovers(realPorts, stage.live)
  expect(leftoversIn(stage.live)).toEqual([])
  expect(asidesIn(stage.live)).toEqual([])
  const found = contentOf(target)
  expect([old, fresh]).toContain(found)
  return found === old ? 'old' : 'new'
}

const states: readonly [string, RestoreMethod, (folder: string) => DatabaseState, number][] = [
  ['swap, content in the log only', 'swap', stateWithLog, 24],
  ['swap, hot journal', 'swap', stateWithHotJournal, 24],
  ['swap, quiet', 'swap', quietState, 24],
  ['in place, content in the log only', 'in_place', stateWithLog, 8],
]

describe('a restore killed with SIGKILL', { timeout: 600_000 }, () => {
  for (const [name, method, makeState, lastCalls] of states) {
    it(`leaves the old or the new content, whole: ${name}`, async () => {
      const stage = await makeStage((file) => buildDatabase(file, { rows: 1500 }))
      const state = makeState(stage.folder)
      const target = path.join(stage.live, 'live.db')
      const witness = path.join(stage.folder, 'witness.db')
      putState(state, witness)
      const old = contentOf(witness)
      const fresh = contentOf(path.join(stage.folder, 'source.db'))
      const children = childrenAhead(3, path.join(stage.folder, 'compiled'))
      const seen = { old: 0, new: 0, killed: 0 }
      const oneRound = async (dieAtCall: number, killAfterMs: number | null): Promise<Ended> => {
        fs.rmSync(stage.live, { recursive: true })
        fs.mkdirSync(stage.live)
        putState(state, target)
        const request = restoreRequest(stage, target, method)
        const ended = await runChild(await children.next(), { request, dieAtCall }, killAfterMs)
        expect(ended.because).toBeUndefined()
        seen[await judge(stage, target, old, fresh)] += 1
        if (ended.say === 'killed') seen.killed += 1
        return ended
      }
      try {
        const whole = await oneRound(0, null)
        expect(whole.say).toBe('done')
        const calls = whole.calls ?? 0
        // The last calls are the replacement itself: each of them; the rest at random.
        for (let call = calls; call > calls - lastCalls; call -= 1) await oneRound(call, null)
        for (let n = 0; n < rounds(20); n += 1) await oneRound(1 + Math.floor(Math.random() * calls), null)
        for (let n = 0; n < rounds(30); n += 1) await oneRound(0, Math.random() * 160)
      } finally {
        await children.stop()
      }
      console.log(`${name}: ${JSON.stringify(seen)}`)
      expect(seen.old).toBeGreaterThan(0)
      expect(seen.new).toBeGreaterThan(0)
    })
  }
})
