import type { Client } from '../../../shared/contract/contract.ts'
import { wantedWords, type DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { levelThatShouldFind } from '../../../shared/domain/drills/detection.ts'
import {
  drillLevels,
  verdictOf,
  type LevelOutcome,
  type LevelStatus,
} from '../../../shared/domain/drills/drill.ts'
import { drillDueMs } from '../../../shared/domain/drills/drill-due.ts'
import { summaryOfDrill, type DrillRecord } from '../../../shared/domain/drills/drill-record.ts'
import type { DatabaseDrills, NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import type { KeptAssertions } from '../../../shared/domain/drills/kept-assertions.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { ago, day, hour, idOf } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

const asserted: readonly DrillAssertion[] = [
  {
    name: 'at least 2,174 market data points',
    sql: 'SELECT count(*) FROM series',
    expected: { kind: 'at_least', value: 2174 },
    of: 'every_backup',
  },
  {
    name: 'no series without a metro area',
    sql: 'SELECT id FROM series WHERE msa NOT IN (SELECT msa FROM metro)',
    expected: { kind: 'no_row' },
    of: 'every_backup',
  },
  {
    name: 'the newest quote is of the last two days',
    sql: "SELECT max(quoted_on) >= date('now', '-2 days') FROM series",
    expected: { kind: 'equals', value: 1 },
    of: 'newest_backup',
  },
]

const details = [
  'manifest, page index and payload of 1 backup, 3,429,018 bytes',
  'stored bytes of 1 backup as recorded',
  'every frame decodes',
  'restored, 12,412,928 bytes; root 5f0c…',
  'integrity and foreign keys hold',
  'rows of 6 tables and fingerprints of 6 as at the source',
  '3 assertions held',
  'restored 12,412,928 bytes in 96 ms',
]
const times = [2, 11, 96, 96, 41, 63, 4, 0]

type Ending = { readonly at: number; readonly status: 'failed' | 'inconclusive'; readonly detail: string }

function levelsWith(ending: Ending | null): readonly LevelOutcome[] {
  return drillLevels.map((level, n) => {
    if (ending === null || n < ending.at) {
      return { level, status: 'passed', detail: details[n]!, durationMs: times[n]! }
    }
    const status: LevelStatus = n === ending.at ? ending.status : 'not_made'
    const detail = n === ending.at ? ending.detail : `not made: see D${ending.at}`
    return { level, status, detail, durationMs: n === ending.at ? times[n]! : 0 }
  })
}

const endings: Readonly<Record<number, Ending>> = {
  2: { at: 1, status: 'failed', detail: 'the stored bytes have SHA-256 41d9… and not 5f0c…' },
  3: {
    at: 2,
    status: 'inconclusive',
    detail: 'its image has 91,750,400 bytes, more than the 67,108,864 bytes that drills may take',
  },
  7: {
    at: 6,
    status: 'failed',
    detail: 'at least 2,174 market data points: it gave 2101 and not at least 2174',
  },
}

function recordOf(backup: StoredBackup, drilledAgo: number, ending: Ending | null): DrillRecord {
  const levels = levelsWith(ending)
  const isAsked = ending === null || ending.at >= 6
  return {
    backupId: backup.id,
    verdict: verdictOf(levels),
    levels,
    assertions: !isAsked
      ? []
      : asserted.map((one, n) => ({
          name: one.name,
          sql: one.sql,
          status: n === 0 && ending !== null ? 'contradicted' : 'held',
          wanted: wantedWords(one),
          found: n === 0 ? (ending === null ? '2174' : '2101') : n === 1 ? 'no row' : '1',
        })),
    restoreMs: ending === null || ending.at > 3 ? 96 : null,
    drilledAt: ago(drilledAgo),
    durationMs: 214,
    by: 'anna',
  }
}

/** The drill of a database's newest backup in a scene; null: it had none. */
function drillOf(database: DatabaseView, n: number, isMixed: boolean): DrillRecord | null {
  const { newestBackup } = database
  if (newestBackup === null || (isMixed && n % 8 === 6)) return null
  return recordOf(newestBackup, (n % 9) * day + 3 * hour, isMixed ? (endings[n % 8] ?? null) : null)
}

/** Answers `drills` from memory: of each database its newest backup was drilled, some with another end. */
export function sampleDrills(store: SampleStore, name: SceneName): Client['drills'] {
  const isMixed = name === 'mixed' || name === 'many'
  const anew = new Map<string, DrillRecord>()
  const kept = new Map<string, KeptAssertions>(
    name === 'empty'
      ? []
      : [
          [
            idOf(1, 0),
            { databaseId: idOf(1, 0), assertions: asserted, changedAt: ago(9 * day), by: 'anna on db-host' },
          ],
        ],
  )
  const known = (database: DatabaseView, n: number): DrillRecord | null =>
    anew.get(database.newestBackup?.id ?? '') ?? drillOf(database, n, isMixed)
  const named = (backup: StoredBackup, record: DrillRecord): NamedDrill => {
    const { id: backupId, file, takenAt } = backup
    return { backupId, file, takenAt, ...summaryOfDrill(record) }
  }
  const viewOf = (database: DatabaseView, n: number): DatabaseDrills | null => {
    if (database.newestBackup === null) return null
    const record = known(database, n)
    const last = record === null ? null : named(database.newestBackup, record)
    const dueMs = drillDueMs(last?.drilledAt ?? null, store.settings.drillEveryDays)
    return {
      databaseId: database.id,
      database: database.name,
      last,
      red: last?.verdict === 'failed' ? last : null,
      dueAt: last === null ? null : new Date(dueMs).toISOString(),
      assertionCount: kept.get(database.id)?.assertions.length ?? 0,
    }
  }
  const of = (databaseId: string): readonly [DatabaseView, number] => {
    const n = store.scene.databases.findIndex(({ id }) => id === databaseId)
    const database = store.scene.databases[n]
    if (database === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
    return [database, n]
  }
  const found = (backupId: string): readonly [StoredBackup, DrillRecord | null] => {
    const n = store.scene.databases.findIndex(({ newestBackup }) => newestBackup?.id === backupId)
    const database = store.scene.databases[n]
    if (database !== undefined) return [database.newestBackup!, known(database, n)]
    const backup = store.scene.backups.find(({ id }) => id === backupId)
    if (backup === undefined) throw new SampleFault({ code: 'BACKUP_UNKNOWN', backup: backupId })
    return [backup, anew.get(backupId) ?? null]
  }
  const start = (backup: StoredBackup): string =>
    store.runJob('drill', backup.databaseId, backup.id, (job) => {
      anew.set(backup.id, recordOf(backup, 0, null))
      return { job }
    })
  return {
    list: async () => {
      const databases = store.scene.databases.map(viewOf).filter((one) => one !== null)
      return {
        databases,
        withoutBackup: store.scene.databases.length - databases.length,
        nextRoundAt: store.settings.drillsBySchedule ? ago(-5 * hour) : null,
        isActedOn: store.scene.actedBy !== null,
      }
    },
    ofDatabase: async ({ databaseId }) => viewOf(...of(databaseId)),
    drilled: async ({ databaseId, offset = 0, limit = 200 }) => {
      const [database, n] = of(databaseId)
      const record = known(database, n)
      const rows = record === null ? [] : [{ ...database.newestBackup!, lastDrill: summaryOfDrill(record) }]
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    get: async ({ backupId }) => {
      const [backup, record] = found(backupId)
      return { backup, record, isDamaged: false }
    },
    start: async ({ databaseIds }) =>
      databaseIds.flatMap((id) => {
        const [{ newestBackup }] = of(id)
        return newestBackup === null ? [] : [start(newestBackup)]
      }),
    startOne: async ({ backupId }) => start(found(backupId)[0]),
    proveDetection: async ({ backupId, kind = 'bit', part = 'payload' }) => {
      const [backup] = found(backupId)
      const expectedAt = levelThatShouldFind(kind, part)
      const ending: Ending = {
        at: drillLevels.indexOf(expectedAt),
        status: 'failed',
        detail: 'the stored bytes have SHA-256 41d9… and not 5f0c…',
      }
      return store.runJob('prove_detection', backup.databaseId, backup.id, (job) => ({
        job,
        detection: {
          backupId: backup.id,
          database: backup.database,
          file: backup.file,
          kind,
          part,
          planted: backup.file,
          atByte: 48_211,
          before: levelsWith(null),
          after: levelsWith(ending),
          expectedAt,
          foundAt: expectedAt,
          detail: ending.detail,
          shownAt: ago(0),
          durationMs: 391,
        },
      }))
    },
    assertions: async ({ databaseId }) => {
      const [database] = of(databaseId)
      return { databaseId, database: database.name, kept: kept.get(databaseId) ?? null }
    },
    keepAssertions: async ({ databaseId, assertions }) => {
      of(databaseId)
      if (assertions.length === 0) kept.delete(databaseId)
      else kept.set(databaseId, { databaseId, assertions, changedAt: ago(0), by: 'anna on db-host' })
      store.hub.tell({ topic: 'backups', databaseId })
    },
  }
}
