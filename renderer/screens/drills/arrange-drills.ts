import { assertNever } from '../../../shared/base/assert-never.ts'
import { concludedOf, type DrillSummary } from '../../../shared/domain/drills/drill-record.ts'
import type { DatabaseDrills, NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import type { DrillVerdict } from '../../../shared/domain/drills/drill.ts'
import type { GridSort } from '../../components/grid/grid-column.ts'

export type DrillSortId = 'verdict' | 'name' | 'drilled' | 'reached' | 'restore' | 'due' | 'assertions'

const worstFirst: Readonly<Record<DrillVerdict | 'never', number>> = {
  failed: 0,
  inconclusive: 1,
  never: 2,
  passed: 3,
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** What a database's drills come to: one that failed stands until that backup passes, or is gone. */
export function standingVerdict({ red, last }: DatabaseDrills): DrillVerdict | null {
  return red === null ? (last?.verdict ?? null) : 'failed'
}

/** The drill that a database's verdict stands for; null: it had none. */
export function toldDrill({ red, last }: DatabaseDrills): NamedDrill | null {
  return red ?? last
}

/** What is told of a backup's drills: one that failed holds until a later one comes to a verdict. */
export function standingDrill(drill: DrillSummary | null): DrillSummary | null {
  const concluded = concludedOf(drill)
  return drill !== null && concluded?.verdict === 'failed' ? { ...drill, ...concluded } : drill
}

/** What a sort compares; null for what is not known, which is always last. */
function valueOf(one: DatabaseDrills, id: DrillSortId): number | string | null {
  switch (id) {
    case 'verdict':
      return worstFirst[standingVerdict(one) ?? 'never']
    case 'name':
      return one.database
    case 'drilled':
      // An age: the newest is the smallest.
      return one.last === null ? null : -Date.parse(one.last.drilledAt)
    case 'reached':
      return toldDrill(one)?.reached ?? null
    case 'restore':
      return toldDrill(one)?.restoreMs ?? null
    case 'due':
      // One that never had any is due at once.
      return one.dueAt === null ? 0 : Date.parse(one.dueAt)
    case 'assertions':
      return one.assertionCount
    default:
      return assertNever(id, 'column')
  }
}

function compareValues(a: number | string | null, b: number | string | null, descending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  const order = typeof a === 'string' && typeof b === 'string' ? names.compare(a, b) : Number(a) - Number(b)
  return descending ? -order : order
}

/** The databases that a search finds by name or verdict, sorted; equals by name. */
export function arrangeDrills(
  databases: readonly DatabaseDrills[],
  search: string,
  sort: GridSort<DrillSortId>,
): readonly DatabaseDrills[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = databases.filter((one) => {
    const text = `${one.database} ${standingVerdict(one) ?? 'never drilled'}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return found
    .map((one) => ({ one, value: valueOf(one, sort.id) }))
    .sort(
      (a, b) =>
        compareValues(a.value, b.value, sort.descending) || names.compare(a.one.database, b.one.database),
    )
    .map(({ one }) => one)
}

/** Those that are due by the settings. */
export function dueOf(databases: readonly DatabaseDrills[], nowMs: number): readonly DatabaseDrills[] {
  return databases.filter(({ dueAt }) => dueAt === null || Date.parse(dueAt) <= nowMs)
}
