import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { openVault as readVault } from '../../engine/engine.ts'
import { seeClock } from '../catalog/clock-memory.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from './vault-session.ts'

const everyMs = 2000
/** The vault is read for what other machines stored in it at every fifth look. */
const looksForEachSync = 5

/** Why the vault can't be used now; null when it is there. Another folder in its place (an unplugged mount's) counts as gone. */
async function whatKeepsFrom(context: OperationsContext, vault: OpenVault): Promise<Fault | null> {
  const { folder, vaultId } = vault.access
  const gone: Fault = { code: 'VAULT_MISSING', path: folder }
  try {
    const facts = await readVault(context.world.ports, folder)
    return facts.vaultId === vaultId ? null : gone
  } catch (error) {
    const fault = faultOf(error)
    return fault === undefined || fault.code === 'VAULT_NOT_A_VAULT' ? gone : fault
  }
}

async function takeInWhatOthersDid(
  context: OperationsContext,
  vault: OpenVault,
  seen: { revision: string; looks: number },
): Promise<void> {
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

async function look(context: OperationsContext, seen: { revision: string; looks: number }): Promise<void> {
  const { session } = context
  const vault = session.current()
  if (vault === null) return
  const fault = await whatKeepsFrom(context, vault)
  // It may have been closed, or another opened, while the file system took its time.
  if (session.current() !== vault) return
  const wasOpen = session.status().state === 'open'
  if (fault !== null) {
    if (wasOpen) session.become({ state: 'unreachable', vault, fault })
    return
  }
  if (!wasOpen) session.become({ state: 'open', vault })
  await takeInWhatOthersDid(context, vault, seen)
}

/**
 * Looks every two seconds whether the open vault is still there, and what other programs did in it. Returns what ends it.
 * One look at a time: a file system that hangs holds up this watch and nothing else.
 */
export function watchVault(context: OperationsContext): () => void {
  const { timers, ports } = context.world
  const seen = { revision: '', looks: 0 }
  const lookAndLog = async (): Promise<void> => {
    try {
      await look(context, seen)
    } catch (error) {
      ports.logger.warn('vault.watch', { fault: faultOf(error) ?? String(error) })
    }
  }
  return lookRepeatedly(timers, lookAndLog, { firstMs: everyMs, everyMs })
}
