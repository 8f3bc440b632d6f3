import type { VaultStatus } from '../../shared/domain/views.ts'
import { useVaultStatus } from './use-answers.ts'

/** What the vault's state allows now; `why` says what stands in the way. */
export interface VaultPermits {
  readonly canBackUp: boolean
  readonly canRead: boolean
  readonly why: 'open' | 'unreachable' | 'read_only' | 'closed'
}

/** What a vault in this state allows. */
export function permitsOf(status: VaultStatus | undefined): VaultPermits {
  if (status?.state === 'unreachable') return { canBackUp: false, canRead: false, why: 'unreachable' }
  if (status?.state !== 'open') return { canBackUp: false, canRead: false, why: 'closed' }
  return status.isReadOnly
    ? { canBackUp: false, canRead: true, why: 'read_only' }
    : { canBackUp: true, canRead: true, why: 'open' }
}

/** What may be done with the vault that is open. */
export function useVaultPermits(): VaultPermits {
  return permitsOf(useVaultStatus().data)
}
