import path from 'node:path'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { createVault as makeVault, openVault as readVault, type VaultFacts } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { prepareKey, type KeptKey, type NewKey } from '../keys/choose-key.ts'
import type { OperationsContext } from '../operations-context.ts'
import { makePresets } from '../policies/make-presets.ts'
import { instantOf } from '../world.ts'
import { closeVault } from './close-vault.ts'
import { enterVault } from './open-vault.ts'

/** A vault that was made, is open, and how it is protected. */
export interface NewVault extends KeptKey {
  readonly status: VaultStatus
  readonly vaultId: string
  readonly folder: string
}

/** A new vault has one slot of each kind that it was made with. */
function slotOf({ slots }: VaultFacts, { keyFrom }: KeptKey): string | null {
  return slots.find(({ kind }) => kind === keyFrom)?.id ?? null
}

/**
 * Makes a vault, keeps its key, and opens it. Nothing is left of a key that was prepared for a vault that could not be made.
 * Throws the faults of making a vault and of preparing a key.
 */
export async function createVault(
  context: OperationsContext,
  folder: string,
  key: NewKey,
): Promise<NewVault> {
  const { world } = context
  const { ports } = world
  const startedAt = instantOf(ports.clock)
  const startedMs = ports.clock.monotonicMs()
  const prepared = await prepareKey(world, folder, key)
  const created = await makeVault(ports, path.resolve(folder), prepared.secrets).catch(
    async (error: unknown) => {
      await prepared.discard()
      throw error
    },
  )
  const kept = await prepared.keep(created)
  const facts = await readVault(ports, created.facts.folder)
  await closeVault(context)
  const slotId = slotOf(facts, kept)
  const status = await enterVault(context, facts, { access: created.access, slotId, ...kept })
  const durationMs = Math.round(ports.clock.monotonicMs() - startedMs)
  await makePresets(context)
  const vault = context.session.reachable()
  await recordActivity(context, vault, { kind: 'vault', result: 'success', startedAt, durationMs })
  return { status, vaultId: facts.vaultId, folder: facts.folder, ...kept }
}
