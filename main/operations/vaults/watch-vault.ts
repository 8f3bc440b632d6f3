import { faultOf } from '../../../shared/domain/fault.ts'
import { seeClock } from '../catalog/clock-memory.ts'
import { ownAccessIn } from '../access/role-of-actor.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import { withinLimit } from '../within-limit.ts'
import { lookAtVault, type VaultLook } from './look-at-vault.ts'
import { closeVault } from './close-vault.ts'
import { openVault } from './open-vault.ts'
import type { OpenVault } from './vault-session.ts'

const everyMs = 2000
/** The vault is read for what other machines stored in it at every fifth look. */
const looksForEachSync = 5
/** For so long it is waited for what others did before it is looked whether the vault is still there. */
const readLimitMs = 30_000

/** What a watch remembers from look to look. */
interface Seen {
  revision: string
  looks: number
  look: { readonly vault: OpenVault; readonly at: VaultLook } | null
  /** What reads the vault for what others did: no second one begins beside one that hangs. */
  reading: { readonly vault: OpenVault; readonly work: Promise<void> } | null
  /** The user's role, and what was wrong with the roles. */
  role: string
}

/** Sees which role the user has by now; closes the vault to somebody without one. Answers whether it is still open. */
async function seeRole(context: OperationsContext, vault: OpenVault, seen: Seen): Promise<boolean> {
  const { role, problem } = await ownAccessIn(context.world, vault)
  if (context.session.current() !== vault) return false
  if (role === null) {
    await closeVault(context)
    return false
  }
  const now = JSON.stringify([role, problem])
  if (now !== seen.role && seen.role !== '') context.changes.tell({ topic: 'everything' })
  seen.role = now
  return true
}

async function takeInWhatOthersDid(context: OperationsContext, vault: OpenVault, seen: Seen): Promise<void> {
  if (!(await seeRole(context, vault, seen))) return
  seen.looks += 1
  if (seen.looks % looksForEachSync === 0) {
    seeClock(vault.catalog.marks, context.world.ports.clock.now())
    const report = await syncCatalog(context.world.ports, vault.access, vault.catalog)
    if (report.added + report.removed > 0) context.changes.tell({ topic: 'everything' })
  }
  const revision = vault.catalog.revisionByOthers()
  if (revision !== seen.revision && seen.revision !== '') context.changes.tell({ topic: 'everything' })
  seen.revision = revision
}

async function look(context: OperationsContext, seen: Seen): Promise<void> {
  const { session } = context
  const vault = session.current()
  if (vault === null) return
  if (seen.look?.vault !== vault) seen.look = { vault, at: lookAtVault(context.world, vault.access) }
  const fault = await seen.look.at()
  // It may have been closed, or another opened, while the file system took its time.
  if (session.current() !== vault) return
  const wasOpen = session.status().state === 'open'
  if (fault?.code === 'KEY_ROTATED') {
    // What this machine has may open it with its new key; else it is locked.
    await openVault(context, vault.access.folder)
    return
  }
  if (fault !== null) {
    if (wasOpen) session.become({ state: 'unreachable', vault, fault })
    return
  }
  if (!wasOpen) session.become({ state: 'open', vault })
  if (seen.reading?.vault === vault) return
  const work = takeInWhatOthersDid(context, vault, seen).finally(() => {
    if (seen.reading?.work === work) seen.reading = null
  })
  seen.reading = { vault, work }
  await withinLimit(context.world.timers, readLimitMs, work, undefined)
}

/**
 * Looks every two seconds whether the open vault is still there, what other programs did in it, and which role its user has by now: without
 * one it is closed. Returns what ends it.
 * One look at a time; a file system that does not answer within half a minute counts as away.
 */
export function watchVault(context: OperationsContext): () => void {
  const { timers, ports } = context.world
  const seen: Seen = { revision: '', looks: 0, look: null, reading: null, role: '' }
  const lookAndLog = async (): Promise<void> => {
    try {
      await look(context, seen)
    } catch (error) {
      ports.logger.warn('vault.watch', { fault: faultOf(error) ?? String(error) })
    }
  }
  return lookRepeatedly(timers, lookAndLog, { firstMs: everyMs, everyMs })
}
