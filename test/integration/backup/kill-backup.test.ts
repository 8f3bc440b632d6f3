import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { sweepLeftovers, type BackupRequest, type VaultAccess } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  listRecords,
  newVault,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { rounds } from '../../support/rounds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const kills = rounds(200)
const processEntry = new URL('../../support/crash/take-backup-process.ts', import.meta.url)

/** Runs a backup in a process of its own and kills it `afterMs` after it has begun; null lets it end. Returns how long it ran. */
async function runAndKill(request: BackupRequest, afterMs: number | null): Promise<number> {
  const child = fork(processEntry, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  child.send(request)
  await once(child, 'message')
  const begun = performance.now()
  if (afterMs !== null) {
    await wait(afterMs)
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

describe('a backup that is killed', () => {
  it(
    `leaves every earlier backup whole and nothing that lasts, after ${kills} kills`,
    { timeout: 900_000 },
    async () => {
      const folder = tempFolder('kill-backup')
      const source = path.join(folder, 'a.db')
      buildDatabase(source, { rows: 6_000 })
      const vault = await newVault(folder)
      const first = await storedBackup(backupOf(vault, source))
      const request = backupOf(vault, source, { threads: 1 })
      const wholeMs = await runAndKill(request, null)

      let leftSomething = 0
      for (let n = 0; n < kills; n += 1) {
        const before = await listRecords(vault)
        // A little beyond the whole run, so that the last steps (manifest, folder sync) are hit as well.
        await runAndKill(request, ((n + 0.5) / kills) * wholeMs * 1.1)
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
      expect(await verifiedStatus(vault, first)).toBe('passed')
      // The kills hit: most of them left something for the sweep to clear.
      expect(leftSomething).toBeGreaterThan(kills / 4)
    },
  )
})
