import { assertNever } from '../../../shared/base/assert-never.ts'
import { keepsRpo, keepsRto, type ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import type { GridSort } from '../../components/grid/grid-column.ts'
import { keptShare } from '../../text/objective-words.ts'

export type ObjectiveSortId =
  'name' | 'tier' | 'rpo_promised' | 'rpo' | 'rto_promised' | 'rto' | 'share' | 'drill'

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** How an objective is kept now: broken first, then what nothing proves. */
export function isBroken({ promised, provedStateAtMs, rto }: ObjectiveRow, nowMs: number): boolean {
  return (
    keepsRpo(promised.rpo, provedStateAtMs, nowMs) === false || keepsRto(promised.rto.complete, rto) === false
  )
}

/** What a sort compares; null, for not known, is always last. */
function valueOf(row: ObjectiveRow, id: ObjectiveSortId): string | number | null {
  const { promised, provedStateAtMs, rto, shares, lastDrill } = row
  switch (id) {
    case 'name':
      return row.database
    case 'tier':
      return row.tier
    case 'rpo_promised':
      return promised.rpo.kind === 'promised' ? promised.rpo.ms : null
    case 'rpo':
      // An age: nothing proved is the oldest of all.
      return provedStateAtMs === null ? Number.MAX_VALUE : -provedStateAtMs
    case 'rto_promised':
      return promised.rto.complete.kind === 'promised' ? promised.rto.complete.ms : null
    case 'rto':
      return rto.kind === 'not_known' ? null : rto.durationMs
    case 'share':
      return shares === null ? null : keptShare(shares)
    case 'drill':
      return lastDrill === null ? null : -lastDrill.atMs
    default:
      return assertNever(id, 'column')
  }
}

function compare(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  const order = typeof a === 'string' && typeof b === 'string' ? names.compare(a, b) : Number(a) - Number(b)
  return descending ? -order : order
}

/** The databases that a search finds, sorted; equals by name. */
export function arrangeObjectives(
  rows: readonly ObjectiveRow[],
  search: string,
  sort: GridSort<ObjectiveSortId>,
): readonly ObjectiveRow[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found =
    words.length === 0
      ? rows
      : rows.filter(({ database, tier }) => {
          const text = `${database} ${tier}`.toLowerCase()
          return words.every((word) => text.includes(word))
        })
  return found
    .map((row) => ({ row, value: valueOf(row, sort.id) }))
    .sort(
      (a, b) => compare(a.value, b.value, sort.descending) || names.compare(a.row.database, b.row.database),
    )
    .map(({ row }) => row)
}
