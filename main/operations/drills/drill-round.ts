import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { chooseDrills, databasesDue, type ChosenDrill } from './choose-drills.ts'
import { startDrill } from './start-drill.ts'

/** One round of drills. */
export interface Round {
  /** The moment that named it. UTC, ISO 8601. */
  readonly slotAt: string
  /** It was begun before, by a program that did not end it. */
  readonly isTakenUp: boolean
  /** From 0 up to, not including, 1. */
  chance(): number
  /** Whether this program still is the one that drills: asked before each. */
  mayGoOn(): Promise<boolean>
}

/** A round that begins at the same hour each day, and takes its time, must not find each database due a day later each time. */
const earlyMs = 12 * 3_600_000

/** Databases of which a round that was cut off drilled some backups, and not all that it was to. */
function begunBefore({ catalog }: OpenVault, { slotAt, isTakenUp }: Round): readonly string[] {
  if (!isTakenUp) return []
  return catalog.drills
    .ofDatabases()
    .filter(({ last }) => last !== null && last.drilledAt >= slotAt)
    .map(({ databaseId }) => databaseId)
}

/** No backup twice in one round, and no more of a database than a round drills of it. */
function chosenIn(vault: OpenVault, databaseId: string, round: Round): readonly ChosenDrill[] {
  const chosen = chooseDrills(vault, databaseId, round.chance())
  if (!round.isTakenUp) return chosen
  const left = chosen.length - vault.catalog.drills.countSince(databaseId, round.slotAt)
  const fresh = chosen.filter(({ backup }) => (backup.lastDrill?.drilledAt ?? '') < round.slotAt)
  return fresh.slice(0, Math.max(0, left))
}

/**
 * Drills what is due, the longest ago first, one backup at a time, behind everything else that waits. A drill that fails stops nothing.
 * False: it was cut off, and is to be taken up. Throws what keeps the vault from being used.
 */
export async function drillAll(context: OperationsContext, vault: OpenVault, round: Round): Promise<boolean> {
  const due = (await databasesDue(context, vault, earlyMs)).map(({ databaseId }) => databaseId)
  for (const databaseId of new Set([...begunBefore(vault, round), ...due])) {
    if (!(await round.mayGoOn())) return false
    for (const { backup } of chosenIn(vault, databaseId, round)) {
      if (!(await round.mayGoOn())) return false
      if (!context.settings.current().drillsBySchedule) return true
      await startDrill(context, backup, { slotAt: round.slotAt }).ended
    }
  }
  return round.mayGoOn()
}
