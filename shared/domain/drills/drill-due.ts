const dayMs = 24 * 3_600_000

/** At least every six months, whatever the settings say: what compliance asks for. Days. */
export const leastOftenDays = 182

/** When a database is due for a drill, in milliseconds since 1970 UTC. `last`: of any verdict; null: it had none, and is due. */
export function drillDueMs(lastAt: string | null, everyDays: number): number {
  return lastAt === null ? 0 : Date.parse(lastAt) + everyDays * dayMs
}

/**
 * How long a database may be without a drill that came to a verdict, before that is a cause for concern: by half longer than the settings
 * say where drills run by themselves, two days at least, and never longer than six months. Milliseconds.
 */
export function drillPatienceMs(everyDays: number | null): number {
  if (everyDays === null) return leastOftenDays * dayMs
  return Math.min(leastOftenDays, everyDays + Math.max(2, Math.ceil(everyDays / 2))) * dayMs
}
