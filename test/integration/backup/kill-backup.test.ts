import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { sweepLeftovers, type VaultAccess } from '../../../main/engine/engine.ts'
import type { CrashOrder } from '../../support/crash/take-backup-process.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  listRecords,
  manifestFileOf,
  newVault,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { rounds } from '../../support/rounds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const processEntry = new URL('../../support/crash/take-backup-process.ts', import.meta.url)

/**
 * Runs a backup in a process of its own and kills it `afterMs` after it has begun, if it has not ended by then; null lets it end. Returns
 * how long it ran.
 */
async function runAndKill(order: CrashOrder, afterMs: number | null): Promise<number> {
  const child = fork(processEntry, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  child.send(order)
  await once(child, 'message')
  const begun = performance.now()
  if (afterMs !== null) {
    await Promise.race([wait(afterMs), gone])
    child.kill('SIGKILL')
  }
  await gone
  return performance.now() - begun
}

/** Every file that a vault's backup folders hold, relative to the vault. */
function filesInBackupFolders(vault: VaultAccess): readonly string[] {
  return backupFolders.flatMap((folder) => {
    const whole = path.join(vault.folder, folder)
    return fs.existsSync(whole) ? fs.readdirSync(whole).map((name) => `${folder}/${name}`) : []
  })
}

function changeRows(source: string, from: number): void {
  const db = new Database(source)
  db.prepare("UPDATE series SET note = note || ' changed' WHERE id BETWEEN ? AND ?").run(from, from + 2000)
  db.close()
}

const makers = {
  'a full backup': async (vault: VaultAccess, source: string): Promise<CrashOrder> => {
    await storedBackup(backupOf(vault, source))
    return { kind: 'backup', request: backupOf(vault, source, { threads: 1 }) }
  },
  'an increment': async (vault: VaultAccess, source: string): Promise<CrashOrder> => {
    const full = await storedBackup(backupOf(vault, source))
    changeRows(source, 100)
    return { kind: 'backup', request: backupOf(vault, source, { ...basedOn(full), threads: 1 }) }
  },
  'a merge': async (vault: VaultAccess, source: string): Promise<CrashOrder> => {
    const full = await storedBackup(backupOf(vault, source))
    changeRows(source, 100)
    const first = await storedBackup(backupOf(vault, source, basedOn(full)))
    const { stored } = first
    const form = { vault, stored, compressionLevel: 3, threads: 1, fullCheckLimitBytes: 1 << 30 }
    return { kind: 'merge', request: { ...form, manifestFile: manifestFileOf(first), absorbed: null } }
  },
}

describe.each([
  ['a full backup', rounds(200)],
  ['an increment', rounds(60)],
  ['a merge', rounds(40)],
] as const)('%s that is killed', (name, kills) => {
  it(
    `leaves every earlier backup whole and nothing that lasts, after ${kills} kills`,
    { timeout: 900_000 },
    async () => {
      const folder = tempFolder('kill-backup')
      const source = path.join(folder, 'a.db')
      buildDatabase(source, { rows: 6_000 })
      const vault = await newVault(folder)
      const order = await makers[name](vault, source)
      let wholeMs = await runAndKill(order, null)

      let leftSomething = 0
      for (let n = 0; n < kills; n += 1) {
        const before = await listRecords(vault)
        // A little beyond the whole run, so that the last steps (manifest, folder sync) are hit as well.
        const afterMs = ((n + 0.5) / kills) * wholeMs * 1.1
        const ranMs = await runAndKill(order, afterMs)
        // The machine is not always as slow as it was at first: a run that ended before it was to be killed tells how fast it is now.
        if (ranMs < afterMs) wholeMs = Math.min(wholeMs, ranMs)
        const after = await listRecords(vault)
        expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
        const report = await sweepLeftovers(realPorts, vault.folder)
        if (report.removed.length > 0) leftSomething += 1
        const whole = after.flatMap(({ file }) => [file, `${file}.pages`, `${file}.manifest.json`])
        expect(filesInBackupFolders(vault).toSorted()).toEqual(whole.toSorted())
        expect(fs.readdirSync(path.join(vault.folder, '.holdfast/scratch'))).toEqual([])
        const newest = after.find(({ id }) => !before.some((one) => one.id === id))
        if (newest) expect(await verifiedStatus(vault, newest)).toBe('passed')
      }
      for (const backup of await listRecords(vault))
        expect(await verifiedStatus(vault, backup)).toBe('passed')
      // The kills hit: many of them left something for the sweep to clear.
      expect(leftSomething).toBeGreaterThan(kills / 8)
    },
  )
})
