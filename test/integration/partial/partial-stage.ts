import path from 'node:path'

import Database from 'better-sqlite3'

import type { PartialRestoreOutcome, PartialRestoreRequest } from '../../../main/engine/engine-types.ts'
import { applyPartial } from '../../../main/engine/partial/apply-partial.ts'
import { previewPartial } from '../../../main/engine/partial/preview-partial.ts'
import { nameFor } from '../../../main/engine/source/connect.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { PartialPreview, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import type { RowCondition, RowSelection } from '../../../shared/domain/row-filter.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

export { quietRun, realPorts }

/** A live database, and a backup of what it was. */
export interface PartialStage {
  readonly folder: string
  readonly live: string
  readonly backup: BackupRecord
  /** Runs SQL on the live database, with foreign keys off. */
  sql(text: string): void
  /** All rows that a query of the live database gives. */
  rows(query: string): unknown[]
  /** The same of the backup's image. */
  storedRows(query: string): unknown[]
  request(
    selections: readonly RowSelection[],
    more?: {
      readonly mark?: string
      readonly triggers?: TriggerChoice | undefined
      readonly safety?: boolean
    },
  ): PartialRestoreRequest
  preview(selections: readonly RowSelection[], triggers?: TriggerChoice): Promise<PartialPreview>
  /** Looks first, then does it. */
  bringBack(selections: readonly RowSelection[], triggers?: TriggerChoice): Promise<PartialRestoreOutcome>
}

/** The whole of a table. */
export function whole(table: string): RowSelection {
  return { table, conditions: [] }
}

/** Rows of a table whose columns have these values. */
export function rowsOf(table: string, values: Readonly<Record<string, string>>): RowSelection {
  const conditions = Object.entries(values).map(([column, value]): RowCondition => ({
    column,
    test: 'equals',
    value,
  }))
  return { table, conditions }
}

function withDatabase<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(nameFor(file), { fileMustExist: true })
  db.pragma('foreign_keys = OFF')
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** A stage whose database is made by `build` and backed up. */
export async function partialStage(
  build: string | ((db: Database.Database) => void),
  journalMode: 'wal' | 'delete' = 'wal',
): Promise<PartialStage> {
  const folder = tempFolder('partial')
  const live = path.join(folder, 'live.db')
  const made = new Database(live)
  made.pragma('foreign_keys = OFF')
  made.pragma(`journal_mode = ${journalMode}`)
  if (typeof build === 'string') made.exec(build)
  else build(made)
  made.close()
  const vault = await newVault(folder, 'none')
  const backup = await storedBackup(backupOf(vault, live, { threads: 1, compressionLevel: 1 }))
  const imageFile = path.join(folder, 'images', `${backup.id}.db`)
  const request: PartialStage['request'] = (selections, more = {}) => ({
    vault,
    manifestFile: manifestFileOf(backup),
    imageFile,
    livePath: live,
    databaseId: backup.databaseId,
    database: backup.database,
    selections,
    triggers: more.triggers,
    mark: more.mark ?? '',
    safetyBackup: more.safety === true ? backupOf(vault, live, { label: 'preupdate', threads: 1 }) : null,
    threads: 1,
    lockWaitMs: 400,
  })
  const preview: PartialStage['preview'] = (selections, triggers) =>
    previewPartial(realPorts, request(selections, { triggers }), quietRun())
  return {
    folder,
    live,
    backup,
    sql: (text) => withDatabase(live, (db) => void db.exec(text)),
    rows: (query) => withDatabase(live, (db) => db.prepare(query).raw().safeIntegers().all()),
    storedRows: (query) => withDatabase(imageFile, (db) => db.prepare(query).raw().safeIntegers().all()),
    request,
    preview,
    async bringBack(selections, triggers) {
      const { mark } = await preview(selections, triggers)
      return applyPartial(realPorts, request(selections, { mark, triggers }), quietRun())
    },
  }
}

/** The fault that work ends with; null when it ends well. An error that is none is thrown. */
export async function faultOfWork(work: Promise<unknown>): Promise<Fault | null> {
  try {
    await work
    return null
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return fault
  }
}

/** Kind, table and whether it blocks of each conflict of a preview. */
export function kindsOf({ conflicts }: PartialPreview): readonly string[] {
  return conflicts.map(({ kind, table, isBlocking }) => `${kind} ${table}${isBlocking ? ' blocks' : ''}`)
}
