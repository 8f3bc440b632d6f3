import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

import { placeName } from '../home/place-name.ts'
import type { BackupRows } from './backup-rows.ts'
import { backupRows } from './backup-rows.ts'
import { accessMark } from './access-memory.ts'
import { clockMark } from './clock-memory.ts'
import type { DatabaseRows } from './database-rows.ts'
import { complianceRows, type ComplianceRows } from './compliance-rows.ts'
import { databaseRows } from './database-rows.ts'
import { drillRows, type DrillRows } from './drill-rows.ts'
import type { HistoryRows } from './history-rows.ts'
import { historyRows } from './history-rows.ts'
import type { LaneRows } from './lane-rows.ts'
import { laneRows } from './lane-rows.ts'
import type { MarkRows } from './mark-rows.ts'
import { markRows } from './mark-rows.ts'
import { migrations } from './migrations.ts'
import type { ObjectiveRows } from './objective-rows.ts'
import { objectiveRows } from './objective-rows.ts'
import type { ObservationRows } from './observation-rows.ts'
import { observationRows } from './observation-rows.ts'
import type { SpeedRows } from './speed-rows.ts'
import { speedRows } from './speed-rows.ts'

/** What Holdfast remembers of one vault. */
export interface Catalog {
  readonly databases: DatabaseRows
  readonly backups: BackupRows
  readonly drills: DrillRows
  readonly lanes: LaneRows
  readonly history: HistoryRows
  readonly speeds: SpeedRows
  readonly marks: MarkRows
  readonly observations: ObservationRows
  readonly objectives: ObjectiveRows
  readonly compliance: ComplianceRows
  /** Does all of it or nothing, and much faster than one by one. */
  together<T>(work: () => T): T
  /** A number that differs after any change, by whichever process. */
  revision(): string
  /** A number that differs after a change by another process; our own do not move it. */
  revisionByOthers(): string
  /** Forgets everything but the measured speeds and the clock, which the vault does not know. */
  forgetAll(): void
  close(): void
}

/** The catalog's file for a vault at a place: another copy of the same vault has another. */
export function catalogFileFor(catalogsFolder: string, vaultId: string, realVaultPath: string): string {
  return path.join(catalogsFolder, `${placeName(vaultId, realVaultPath)}.db`)
}

function migrate(db: Database.Database): void {
  const newest = migrations.at(-1)!.version
  const version = (): number => db.pragma('user_version', { simple: true }) as number
  if (version() === newest) return
  // Asked again under the write lock: two processes may open a new catalog at once.
  db.transaction(() => {
    const current = version()
    if (current > newest) throw new Error(`the catalog is of version ${current}`)
    for (const step of migrations.filter((one) => one.version > current)) {
      db.exec(step.sql)
      db.pragma(`user_version = ${step.version}`)
    }
  }).immediate()
}

function openMigrated(file: string): Database.Database {
  const db = new Database(file)
  try {
    db.pragma('busy_timeout = 10000')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED|CANTOPEN|FULL|READONLY|IOERR)/.test(code)
}

/** Opens it; a file that is no use (damaged, of a newer Holdfast) is a cache's worth of loss: it is made again. */
function openOrStartOver(file: string): Database.Database {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  // Made before SQLite would, so that it is private from its first byte.
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  try {
    return openMigrated(file)
  } catch (error) {
    if (isBusy(error)) throw error
    for (const ending of ['', '-wal', '-shm', '-journal']) fs.rmSync(file + ending, { force: true })
    fs.closeSync(fs.openSync(file, 'a', 0o600))
    return openMigrated(file)
  }
}

/** ENOENT: what Node says of a folder that can't be made on a read-only file system. */
const unwritable = /^(EROFS|ENOSPC|EDQUOT|EACCES|EPERM|ENOENT|ENOTDIR|SQLITE_(READONLY|FULL|CANTOPEN)\w*)$/

/** On the day that a disk is full or read-only a vault must still open: without a place for the cache it is read anew into memory. */
function openSomewhere(file: string): Database.Database {
  try {
    return openOrStartOver(file)
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code !== 'string' || !unwritable.test(code)) throw error
    return openMigrated(':memory:')
  }
}

/** Opens the catalog in a file, made or brought up to date as needed; in memory where the file can't be written. */
export function openCatalog(file: string): Catalog {
  const db = openSomewhere(file)
  return {
    databases: databaseRows(db),
    backups: backupRows(db),
    drills: drillRows(db),
    lanes: laneRows(db),
    history: historyRows(db),
    speeds: speedRows(db),
    marks: markRows(db),
    observations: observationRows(db),
    objectives: objectiveRows(db),
    compliance: complianceRows(db),
    together: (work) => db.transaction(work).immediate(),
    revisionByOthers: () => String(db.pragma('data_version', { simple: true })),
    revision: () => `${String(db.pragma('data_version', { simple: true }))}.${totalChanges(db)}`,
    forgetAll: () => {
      db.transaction(() => {
        for (const table of [
          'databases',
          'backup_records',
          'backups',
          'totals',
          'damaged_manifests',
          'history',
          'observations',
        ]) {
          db.exec(`DELETE FROM ${table}`)
        }
        db.prepare('DELETE FROM marks WHERE what NOT IN (?, ?)').run(clockMark, accessMark)
      }).immediate()
    },
    close: () => {
      db.close()
    },
  }
}

function totalChanges(db: Database.Database): number {
  return db.prepare<[], { n: number }>('SELECT total_changes() AS n').get()!.n
}
