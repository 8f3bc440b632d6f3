import type { Client } from '../../../shared/contract/contract.ts'
import type { PartialConflict, TablePreview } from '../../../shared/domain/partial-restore.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { idOf } from './make-records.ts'
import { sampleChanges, sampleTable } from './sample-content.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

type Partial = Client['partial']
type Wish = Parameters<Partial['preview']>[0]

function selectionOf({ table, conditions = [] }: Wish['selections'][number]): RowSelection {
  return { table, conditions }
}

/** The sample's changes run from the backup to what was wrecked; bringing back runs the other way. */
function previewOf(selection: RowSelection): TablePreview {
  const { rows, count } = sampleChanges(selection)
  const of = (kind: string): number => rows.filter((one) => one.kind === kind).length
  const [added, changed, removed] = [of('added'), of('changed'), of('removed')]
  return { ...selection, makesTable: false, added, changed, removed, same: count - added - changed }
}

function conflictsOf(selections: readonly RowSelection[], triggers: Wish['triggers']): PartialConflict[] {
  return selections.flatMap(({ table }): PartialConflict[] => {
    const { view } = sampleTable(table)
    if (view.kind === 'view') {
      const detail = `${table} is a view and has no rows of its own; choose the tables that it reads`
      return [{ kind: 'not_supported', table, detail, isBlocking: true }]
    }
    const named = view.parts.filter(({ kind }) => kind === 'trigger').map(({ name }) => name)
    if (named.length === 0) return []
    const said =
      triggers === undefined ? 'choose whether they fire or stand still' : 'they do what was chosen for them'
    const detail = `${table} has the trigger ${named.join(', ')}; ${said}`
    return [{ kind: 'trigger', table, detail, isBlocking: triggers === undefined }]
  })
}

/** Bringing rows back, from the made-up rows of `sampleContent`. */
export function samplePartial(store: SampleStore, find: (id: string) => StoredBackup): Partial {
  const pathOf = (databaseId: string): { database: string; target: string } => {
    const found = store.scene.databases.find(({ id }) => id === databaseId)
    if (found === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
    return { database: found.name, target: found.path }
  }
  const tablesOf = (wish: Pick<Wish, 'selections'>): readonly TablePreview[] =>
    wish.selections
      .map(selectionOf)
      .filter(({ table }) => sampleTable(table).view.kind !== 'view')
      .map(previewOf)
  return {
    preview: async (wish) => {
      const { databaseId, backupId, triggers } = wish
      const conflicts = conflictsOf(wish.selections.map(selectionOf), triggers)
      return {
        databaseId,
        ...pathOf(databaseId),
        backupId,
        takenAt: find(backupId).takenAt,
        tables: tablesOf(wish),
        conflicts,
        isPossible: !conflicts.some(({ isBlocking }) => isBlocking),
        mark: 'a'.repeat(64),
      }
    },
    rows: async ({ selection, kind, offset = 0, limit = 200 }) => {
      const { rows, columns, keyColumns } = sampleChanges(selectionOf(selection))
      const wanted = rows.filter((one) => kind === undefined || one.kind === kind)
      return { columns, keyColumns, rows: wanted.slice(offset, offset + limit), total: wanted.length }
    },
    start: async (wish) => {
      const { database, target } = pathOf(wish.databaseId)
      if (wish.confirmName !== database) {
        throw new SampleFault({ code: 'RESTORE_NOT_CONFIRMED', path: target })
      }
      const tables = tablesOf(wish)
      return store.runJob('partial_restore', wish.databaseId, wish.backupId, (job) => ({
        job,
        partial: {
          target,
          tables,
          triggers: wish.triggers ?? 'fire',
          safetyBackupId: idOf(2, 3),
          rowsCompared: tables.reduce(
            (sum, one) => sum + one.added + one.changed + one.removed + one.same,
            0,
          ),
          foreignKeysChecked: true,
          integrityCheck: 'integrity_check',
          durationMs: 640,
        },
      }))
    },
    startSchemaCopy: async ({ databaseId, backupId, targetPath }) =>
      store.runJob('schema_copy', databaseId, backupId, (job) => ({
        job,
        schemaCopy: {
          target: targetPath,
          objects: 9,
          leftOut: [{ name: 'embedding', because: 'no such module: vec0' }],
          durationMs: 38,
        },
      })),
  }
}
