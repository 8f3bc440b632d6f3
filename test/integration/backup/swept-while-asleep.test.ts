import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  sweepLeftovers,
  takeBackup,
  verifyBackup,
  type FileSystem,
  type Ports,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  listRecords,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Another machine, to which this one has been silent for 25 hours. */
const dayLater: Ports = {
  ...realPorts,
  clock: { ...realPorts.clock, now: () => realPorts.clock.now() + 25 * 3_600_000 },
  machine: { ...realPorts.machine, id: 'another/machine', installation: 'another', hostName: 'nas' },
}

/** A file system of a machine that falls asleep before call N, for long enough that another one sweeps. */
function asleepBefore(n: number, vault: VaultAccess): { ports: Ports; calls: () => number } {
  let calls = 0
  const before = async (): Promise<void> => {
    calls += 1
    if (calls === n) await sweepLeftovers(dayLater, vault.folder)
  }
  const wrapped = <T extends object>(real: T): T =>
    new Proxy(real, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return async (...given: unknown[]): Promise<unknown> => {
          await before()
          const answer: unknown = await (member as (...all: unknown[]) => unknown).apply(target, given)
          const isFile = typeof answer === 'object' && answer !== null && 'sync' in answer
          return isFile ? wrapped(answer) : answer
        }
      },
    })
  return { ports: { ...realPorts, files: wrapped<FileSystem>(realPorts.files) }, calls: () => calls }
}

function filesIn(vault: VaultAccess): readonly string[] {
  return fs.readdirSync(path.join(vault.folder, 'manual')).map((name) => `manual/${name}`)
}

async function scene(): Promise<{ vault: VaultAccess; source: string }> {
  const folder = tempFolder('asleep')
  const source = path.join(folder, 'a.db')
  buildDatabase(source, { rows: 50 })
  return { vault: await newVault(folder), source }
}

describe('a machine that was asleep for a day, and was swept by another', () => {
  it('stores its backup whole or says what became of it, wherever it fell asleep', async () => {
    const { vault, source } = await scene()
    const earlier = await storedBackup(backupOf(vault, source))
    const ends = new Map<string, number>()
    for (let n = 1; ; n += 1) {
      const { ports, calls } = asleepBefore(n, vault)
      const taking = takeBackup(ports, backupOf(vault, source, { threads: 0 }), quietRun())
      const end = await taking.then(
        ({ kind }) => kind,
        (error: unknown) => faultOf(error)?.code ?? String(error),
      )
      expect(['stored', 'RUN_SWEPT'], `asleep before call ${n}`).toContain(end)
      ends.set(end, (ends.get(end) ?? 0) + 1)
      const backups = await listRecords(vault)
      for (const backup of backups) expect(await verifiedStatus(vault, backup), `call ${n}`).toBe('passed')
      const whole = backups.flatMap(({ file }) => [file, `${file}.pages`, `${file}.manifest.json`])
      expect(filesIn(vault).toSorted(), `call ${n}`).toEqual(whole.toSorted())
      for (const file of whole) if (!file.startsWith(earlier.file)) fs.rmSync(path.join(vault.folder, file))
      if (calls() < n) break
    }
    expect(ends.get('RUN_SWEPT')).toBeGreaterThan(10)
    expect(ends.get('stored')).toBeGreaterThan(10)
  })

  it('says so also where the other one had come no further than its payload', async () => {
    const { vault, source } = await scene()
    const run = {
      signal: new AbortController().signal,
      onProgress({ step }: { step: string }) {
        if (step !== 'checking') return
        for (const file of filesIn(vault))
          if (!file.endsWith('.pages')) fs.rmSync(path.join(vault.folder, file))
      },
    }
    const taking = takeBackup(realPorts, backupOf(vault, source), run)
    await expect(taking.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe('RUN_SWEPT')
    expect(filesIn(vault)).toEqual([])
  })

  it('gives no verdict on what it verified, wherever it fell asleep, but a true one', async () => {
    const { vault, source } = await scene()
    const backup = await storedBackup(backupOf(vault, source))
    const order = { vault, manifestFile: manifestFileOf(backup), threads: 0 }
    const ends = new Set<string>()
    for (let n = 1; ; n += 1) {
      const { ports, calls } = asleepBefore(n, vault)
      const end = await verifyBackup(ports, order, quietRun()).then(
        ({ validation }) => validation.status,
        (error: unknown) => faultOf(error)?.code ?? String(error),
      )
      expect(['passed', 'RUN_SWEPT'], `asleep before call ${n}`).toContain(end)
      ends.add(end)
      if (calls() < n) break
    }
    expect([...ends].toSorted()).toEqual(['RUN_SWEPT', 'passed'])
  })
})
