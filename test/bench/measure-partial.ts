import fs from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'

import Database from 'better-sqlite3'

import { newVault, quietRun, realPorts } from '../support/engine-vault.ts'
import { backupOf, manifestFileOf, storedBackup } from '../support/engine-vault.ts'
import { applyPartial } from '../../main/engine/partial/apply-partial.ts'
import { previewPartial } from '../../main/engine/partial/preview-partial.ts'
import type { PartialRestoreRequest } from '../../main/engine/engine-types.ts'

/** What bringing a thousand rows back took. Milliseconds. */
export interface PartialTimes {
  readonly rows: number
  readonly databaseBytes: number
  readonly wreckedRows: number
  /** The first preview, which rebuilds the backup's image; and the next one. */
  readonly firstPreviewMs: number
  readonly previewMs: number
  /** The transaction with its proof, without the safety backup. */
  readonly applyMs: number
}

function makeRows(file: string, rows: number): void {
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  db.exec(`CREATE TABLE property_data_table (id INTEGER PRIMARY KEY, parameter TEXT NOT NULL, msa INTEGER NOT NULL,
    year INTEGER NOT NULL, value REAL NOT NULL)`)
  db.prepare(
    `INSERT INTO property_data_table (parameter, msa, year, value)
     WITH RECURSIVE n (v) AS (SELECT 0 UNION ALL SELECT v + 1 FROM n WHERE v < ?)
     SELECT CASE v % 10 WHEN 0 THEN 'rent_growth' ELSE 'parameter_' || (v % 10) END,
       CASE WHEN v % (? / 1000) = 0 THEN 35620 ELSE 10000 + v % 900 END, 2000 + v % 40, v / 7.0 FROM n`,
  ).run(rows - 1, rows)
  db.exec('CREATE INDEX by_parameter ON property_data_table (parameter, msa)')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Wrecks about a thousand rows of many, and brings them back. Works in `folder`, which has room for four times the database. */
export async function measurePartial(folder: string, rows: number): Promise<PartialTimes> {
  const live = path.join(folder, 'partial.db')
  makeRows(live, rows)
  const vault = await newVault(folder, 'none')
  const backup = await storedBackup(backupOf(vault, live, { fingerprintLimitBytes: 0 }))
  const db = new Database(live)
  const where = "parameter = 'rent_growth' AND msa = 35620"
  const { changes } = db.prepare(`UPDATE property_data_table SET value = -1 WHERE ${where}`).run()
  db.close()
  const request: PartialRestoreRequest = {
    vault,
    manifestFile: manifestFileOf(backup),
    imageFile: path.join(folder, 'image.db'),
    livePath: live,
    databaseId: backup.databaseId,
    database: backup.database,
    selections: [
      {
        table: 'property_data_table',
        conditions: [
          { column: 'parameter', test: 'equals', value: 'rent_growth' },
          { column: 'msa', test: 'equals', value: '35620' },
        ],
      },
    ],
    mark: '',
    safetyBackup: null,
    threads: 2,
    lockWaitMs: 10_000,
  }
  const timed = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> => {
    const began = performance.now()
    return { value: await work(), ms: performance.now() - began }
  }
  const first = await timed(() => previewPartial(realPorts, request, quietRun()))
  const next = await timed(() => previewPartial(realPorts, request, quietRun()))
  const { mark } = next.value
  const applied = await timed(() => applyPartial(realPorts, { ...request, mark }, quietRun()))
  if (applied.value.tables[0]?.changed !== changes) throw new Error('other rows came back than were wrecked')
  return {
    rows,
    databaseBytes: fs.statSync(live).size,
    wreckedRows: changes,
    firstPreviewMs: first.ms,
    previewMs: next.ms,
    applyMs: applied.ms,
  }
}

/** Two lines of a table with what was measured. */
export function partialTimesText(times: PartialTimes): string {
  const { rows, databaseBytes, wreckedRows, firstPreviewMs, previewMs, applyMs } = times
  const seconds = (ms: number): string => (ms / 1000).toFixed(2)
  return [
    `\nBringing ${wreckedRows} of ${rows} rows back (${Math.round(databaseBytes / 1e6)} MB):\n`,
    '| first preview s | next preview s | transaction with proof s |',
    '|---|---|---|',
    `| ${seconds(firstPreviewMs)} | ${seconds(previewMs)} | ${seconds(applyMs)} |`,
  ].join('\n')
}
