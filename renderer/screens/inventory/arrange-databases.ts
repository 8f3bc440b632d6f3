import { assertNever } from '../../../shared/base/assert-never.ts'
import type { GridSort } from '../../components/grid/grid-column.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'

export type InventorySortId =
  | 'state'
  | 'name'
  | 'tier'
  | 'policy'
  | 'size'
  | 'proved'
  | 'next'
  | 'backups'
  | 'stored'
  | 'rpo'
  | 'restore'
  | 'drill'

/** A line of the inventory: a database, or the heading of a tier. */
export type InventoryLine =
  | { readonly kind: 'database'; readonly database: DatabaseView }
  | { readonly kind: 'tier'; readonly tier: string; readonly count: number; readonly notProved: number }

const worstFirst: Readonly<Record<ProtectionState, number>> = {
  failed: 0,
  at_risk: 1,
  stored: 2,
  running: 3,
  proved: 4,
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** What a sort compares: a text, a number, or null for not known, which is always last. */
function valueOf(
  database: DatabaseView,
  id: InventorySortId,
  objective: ObjectiveRow | undefined,
): string | number | null {
  switch (id) {
    case 'state':
      return worstFirst[database.state]
    case 'name':
      return database.name
    case 'tier':
      return database.tier
    case 'size':
      return database.sourceBytes
    case 'proved':
      // An age: the newest point is the smallest.
      return database.newestProvedAt === null ? null : -new Date(database.newestProvedAt).getTime()
    case 'policy':
      return database.policy
    case 'next':
      return database.nextRunAt === null ? null : new Date(database.nextRunAt).getTime()
    case 'backups':
      return database.backupCount
    case 'stored':
      return database.storedBytes
    case 'rpo':
      // An age: nothing proved is the oldest of all.
      return objective === undefined ? null : -(objective.provedStateAtMs ?? -Number.MAX_VALUE)
    case 'restore':
      return objective === undefined || objective.rto.kind === 'not_known' ? null : objective.rto.durationMs
    case 'drill':
      return objective === undefined || objective.lastDrill === null ? null : -objective.lastDrill.atMs
    default:
      return assertNever(id, 'column')
  }
}

function compareValues(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  const order = typeof a === 'string' && typeof b === 'string' ? names.compare(a, b) : Number(a) - Number(b)
  return descending ? -order : order
}

/** Whether every word of a search is in a database's name, tier, path, policy or state. */
function matches(database: DatabaseView, words: readonly string[]): boolean {
  const text =
    `${database.name} ${database.tier} ${database.path} ${database.policy ?? 'no policy'} ${database.state.replace('_', ' ')}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** The databases that a search finds, sorted; equals by name. */
export function arrangeDatabases(
  databases: readonly DatabaseView[],
  search: string,
  sort: GridSort<InventorySortId>,
  objectives: ReadonlyMap<string, ObjectiveRow> | null = null,
): readonly DatabaseView[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = words.length === 0 ? databases : databases.filter((one) => matches(one, words))
  return found
    .map((database) => ({ database, value: valueOf(database, sort.id, objectives?.get(database.id)) }))
    .sort(
      (a, b) =>
        compareValues(a.value, b.value, sort.descending) || names.compare(a.database.name, b.database.name),
    )
    .map(({ database }) => database)
}

/** The lines of the inventory: as they are sorted, or under a heading for each tier. */
export function inventoryLines(
  arranged: readonly DatabaseView[],
  isGrouped: boolean,
): readonly InventoryLine[] {
  if (!isGrouped) return arranged.map((database) => ({ kind: 'database', database }))
  const tiers = Map.groupBy(arranged, ({ tier }) => tier)
  return [...tiers.keys()].sort(names.compare).flatMap((tier) => {
    const members = tiers.get(tier) ?? []
    const notProved = members.filter(({ state }) => state !== 'proved').length
    const heading: InventoryLine = { kind: 'tier', tier, count: members.length, notProved }
    return [heading, ...members.map((database): InventoryLine => ({ kind: 'database', database }))]
  })
}
