import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { KeySlotKind, VaultStatus } from '../../../shared/domain/views.ts'
import type { VaultAccess, VaultFacts } from '../../engine/engine.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import type { ChangeBus } from '../changes/change-bus.ts'
import type { CoalescedWriter } from '../inventory/inventory-writer.ts'

/** A vault that is unlocked, with what is remembered of it. */
export interface OpenVault {
  readonly facts: VaultFacts
  readonly access: VaultAccess
  /** What is kept of it in the home folder goes by this name (`placeName`). */
  readonly homeName: string
  readonly keyFrom: KeySlotKind | 'none'
  /** The slot that its key was in; null where it is not encrypted. */
  readonly slotId: string | null
  readonly isReadOnly: boolean
  readonly catalog: Catalog
  readonly inventory: CoalescedWriter
}

/** What is enough to tell people of a vault, also where it can’t be opened. */
export type KnownVault = Pick<OpenVault, 'facts' | 'access' | 'homeName' | 'isReadOnly'>

type State =
  | { readonly state: 'none' }
  | { readonly state: 'locked'; readonly facts: VaultFacts }
  | { readonly state: 'open'; readonly vault: OpenVault }
  | { readonly state: 'unreachable'; readonly vault: OpenVault; readonly fault: Fault }

/** The one vault that this process has open. */
export interface VaultSession {
  status(): VaultStatus
  /** What the locked vault says of itself; null when none is locked. */
  locked(): VaultFacts | null
  /** The vault, reachable or not: for what the catalog can answer. Throws VAULT_NOT_GIVEN, KEY_NEEDED. */
  known(): OpenVault
  /** The vault, if it can be worked on. Throws as `known`, and the fault that makes it unreachable. */
  reachable(): OpenVault
  /** The vault, if there is one; never throws. */
  current(): OpenVault | null
  become(state: State): void
}

function statusOf(state: State): VaultStatus {
  if (state.state === 'none') return state
  if (state.state === 'locked') {
    const { folder, vaultId, slots } = state.facts
    return { state: 'locked', folder, vaultId, slots: [...new Set(slots.map((slot) => slot.kind))] }
  }
  const { facts, keyFrom, isReadOnly } = state.vault
  const { folder, vaultId, name, encryption } = facts
  if (state.state === 'unreachable')
    return { state: 'unreachable', folder, vaultId, name, fault: state.fault }
  return { state: 'open', folder, vaultId, name, encryption, keyFrom, isReadOnly }
}

/** A session with no vault open. Every change of its state is told. */
export function createVaultSession(changes: ChangeBus): VaultSession {
  let state: State = { state: 'none' }
  const known = (): OpenVault => {
    if (state.state === 'none') throw new FaultError({ code: 'VAULT_NOT_GIVEN' })
    if (state.state !== 'locked') return state.vault
    const slots = [...new Set(state.facts.slots.map((slot) => slot.kind))]
    throw new FaultError({ code: 'KEY_NEEDED', path: state.facts.folder, slots })
  }
  return {
    status: () => statusOf(state),
    locked: () => (state.state === 'locked' ? state.facts : null),
    known,
    reachable: () => {
      const vault = known()
      if (state.state === 'unreachable') throw new FaultError(state.fault)
      return vault
    },
    current: () => (state.state === 'open' || state.state === 'unreachable' ? state.vault : null),
    become: (next) => {
      state = next
      changes.tell({ topic: 'vault', status: statusOf(state) })
    },
  }
}
