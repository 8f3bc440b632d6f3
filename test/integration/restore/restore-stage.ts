import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

import type { RestoreOutcome, RestoreRequest, VaultAccess } from '../../../main/engine/engine-types.ts'
import { restoreDatabase } from '../../../main/engine/restore/restore-database.ts'
import { nameFor } from '../../../main/engine/source/connect.ts'
import { createVault } from '../../../main/engine/vault/create-vault.ts'
import { manifestOf } from '../../../main/engine/vault/layout.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import { quietRun, realPorts, storedBackup } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupRequest, databaseId } from './restore-order.ts'

export { backupRequest, databaseId, quietRun, realPorts }

/** A vault, a backup in it, and a folder for targets. */
export interface Stage {
  readonly folder: string
  readonly vault: VaultAccess
  readonly backup: BackupRecord
  /** The folder that targets are made in. */
  readonly live: string
}

/** Backs a database up. */
export function backUp(vault: VaultAccess, sourcePath: string): Promise<BackupRecord> {
  return storedBackup(backupRequest(vault, sourcePath))
}

/** A vault that holds one backup of the database that `build` makes. */
export async function makeStage(build: (file: string) => void, encrypted = false): Promise<Stage> {
  const folder = tempFolder('restore')
  const source = path.join(folder, 'source.db')
  const live = path.join(folder, 'live')
  fs.mkdirSync(live)
  build(source)
  const secrets = encrypted ? [{ kind: 'key_file', bytes: new Uint8Array(32).fill(7) } as const] : []
  const { access: vault } = await createVault(realPorts, path.join(folder, 'vault'), secrets)
  return { folder, vault, live, backup: await backUp(vault, source) }
}

/** An order to restore the stage's backup to `target`, resting on what is there now. */
export function restoreRequest(
  stage: Stage,
  target: string,
  method: RestoreMethod,
  keep: 'safety_backup' | 'set_aside' = 'safety_backup',
): RestoreRequest {
  const facts = fs.existsSync(target) ? fs.statSync(target) : undefined
  const hasSafety = keep === 'safety_backup' && facts !== undefined
  return {
    vault: stage.vault,
    manifestFile: manifestOf(stage.backup.file),
    databaseId,
    database: 'market_data',
    targetPath: target,
    method,
    safetyBackup: hasSafety ? { ...backupRequest(stage.vault, target), label: 'preupdate' } : null,
    expectedTarget:
      facts === undefined
        ? null
        : { sizeBytes: facts.size, modifiedAt: new Date(Math.floor(facts.mtimeMs)).toISOString() },
    lastValidation: stage.backup.validation,
    threads: 1,
    lockWaitMs: 300,
  }
}

/** Restores the stage's backup to `target`. */
export function restore(
  stage: Stage,
  target: string,
  method: RestoreMethod,
  keep: 'safety_backup' | 'set_aside' = 'safety_backup',
  ports = realPorts,
): Promise<RestoreOutcome> {
  return restoreDatabase(ports, restoreRequest(stage, target, method, keep), quietRun())
}

/** SHA-256 of a file, hex. */
export function fileHash(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

/** Everything in a database that a program can see, as one text; SQLite's integrity check included. */
export function contentOf(file: string): string {
  const db = new Database(nameFor(file), { fileMustExist: true })
  try {
    const tables = db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all() as {
      name: string
      sql: string
    }[]
    const rows = tables.map(({ name, sql }) => [
      sql,
      db.prepare(`SELECT * FROM "${name}" ORDER BY 1`).raw().all(),
    ])
    return JSON.stringify([db.pragma('integrity_check', { simple: true }), rows])
  } finally {
    db.close()
  }
}

/** Names in a folder that a restore made for itself. */
export function leftoversIn(folder: string): readonly string[] {
  return fs.readdirSync(folder).filter((name) => name.startsWith('.holdfast-restore-'))
}

/** Names in a folder of what was set aside. */
export function asidesIn(folder: string): readonly string[] {
  return fs.readdirSync(folder).filter((name) => name.includes('.before-restore-'))
}
