import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { isKeyRotated, openVault as readVault, type VaultAccess } from '../../engine/engine.ts'
import { withinLimit } from '../within-limit.ts'
import type { World } from '../world.ts'

/** A file system that has not answered by then counts as gone. */
const answerLimitMs = 30_000

/** Without its key (left out, or null) it is not looked whether the vault has another one now. */
type Looked = Pick<VaultAccess, 'folder' | 'vaultId'> & Partial<Pick<VaultAccess, 'vaultKey'>>

/**
 * Why a vault can't be used now; null when it is there. Another folder in its place (an unplugged mount's) counts as gone. Answers when the
 * file system does.
 */
async function whatKeepsFrom(
  { ports }: Pick<World, 'ports'>,
  { folder, vaultId, vaultKey = null }: Looked,
): Promise<Fault | null> {
  const gone: Fault = { code: 'VAULT_MISSING', path: folder }
  try {
    const facts = await readVault(ports, folder)
    if (facts.vaultId !== vaultId) return gone
    return isKeyRotated(facts, vaultKey) ? { code: 'KEY_ROTATED', path: folder } : null
  } catch (error) {
    const fault = faultOf(error)
    return fault === undefined || fault.code === 'VAULT_NOT_A_VAULT' ? gone : fault
  }
}

/** What looks at one vault again and again, one look at a time: a file system that hangs is not asked twice. */
export type VaultLook = () => Promise<Fault | null>

/** As `whatKeepsFrom`, answered within half a minute: VAULT_SILENT where the file system does not. */
export function lookAtVault(world: Pick<World, 'ports' | 'timers'>, access: Looked): VaultLook {
  let underWay: Promise<Fault | null> | null = null
  return () => {
    underWay ??= whatKeepsFrom(world, access).finally(() => {
      underWay = null
    })
    const silent: Fault = { code: 'VAULT_SILENT', path: access.folder, waitedMs: answerLimitMs }
    return withinLimit(world.timers, answerLimitMs, underWay, silent)
  }
}
