/** What is promised for a database. Milliseconds; null: nothing is. */
export interface Promised {
  /** No more than this may be lost: the newest proved state is never older. */
  readonly rpoMs: number | null
  /** A restore takes no longer. */
  readonly rtoMs: number | null
}

/** A promise for one database, or for all of a tier. Kept in the vault (`.holdfast/objectives/ID.json`). */
export interface Objective extends Promised {
  /** Random (version 4 UUID). */
  readonly id: string
  readonly of:
    | { readonly kind: 'database'; readonly databaseId: string }
    | { readonly kind: 'tier'; readonly tier: string }
}

/** What is promised for one database: its own promise, each part that it lacks from its tier's. */
export function promisedFor(
  objectives: readonly Objective[],
  database: { readonly id: string; readonly tier: string },
): Promised {
  const own = objectives.find(({ of }) => of.kind === 'database' && of.databaseId === database.id)
  const ofTier = objectives.find(({ of }) => of.kind === 'tier' && of.tier === database.tier)
  return { rpoMs: own?.rpoMs ?? ofTier?.rpoMs ?? null, rtoMs: own?.rtoMs ?? ofTier?.rtoMs ?? null }
}
