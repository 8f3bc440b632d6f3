import { faultOf } from '../../../shared/domain/fault.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { OperationsContext } from '../operations-context.ts'
import { lookAtVault } from '../vaults/look-at-vault.ts'
import { rememberedVault } from '../vaults/remembered-vault.ts'
import { AwayWatch, type FoundVault } from './away-watch.ts'
import type { OpenMessenger } from './messenger.ts'

const everyMs = 15_000

/**
 * Tells people of a vault that could not be opened when the program started, while it can’t be: looks every 15 seconds. `find` says how it
 * is; null: it is no longer its business. Returns what ends it, and lets another program tell.
 */
export function watchMissing(
  { world, changes }: Pick<OperationsContext, 'world' | 'changes'>,
  find: () => Promise<FoundVault | null>,
  openMessenger: OpenMessenger,
): () => Promise<void> {
  const watch = new AwayWatch({ world, changes }, openMessenger)
  const look = async (): Promise<void> => {
    try {
      await watch.look(await find())
    } catch (error) {
      world.ports.logger.error('monitor.missing', { fault: faultOf(error) ?? String(error) })
    }
  }
  const stop = lookRepeatedly(world.timers, look, { firstMs: 0, everyMs })
  return async () => {
    stop()
    await watch.stop()
  }
}

/** The vault of last time that could not be opened is told of like one that went away later, until a vault is open. Returns what ends it. */
export async function watchLastVault(
  context: Pick<OperationsContext, 'world' | 'changes' | 'session'>,
  openMessenger: OpenMessenger,
): Promise<() => Promise<void>> {
  const { world, session } = context
  const vault = session.status().state === 'none' ? await rememberedVault(world) : null
  if (vault === null) return () => Promise.resolve()
  const lookAt = lookAtVault(world, vault.access)
  const find = async (): Promise<FoundVault | null> => {
    if (session.status().state !== 'none') return null
    return { vault, trouble: (await lookAt()) === null ? null : { kind: 'vault_away' } }
  }
  return watchMissing(context, find, openMessenger)
}
