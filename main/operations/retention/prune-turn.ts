import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { DatabasePruned } from '../../../shared/domain/retention/prune-views.ts'
import { asRemoval, type Removal, type StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import type { Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

type Done = 'setAside' | 'ended' | 'putBack'

/** What the turns of one clean-up share. */
export interface PruneAround {
  readonly lease: Lease
  readonly job: Pick<Turn, 'signal' | 'onProgress'>
  /** Of everything that was moved or removed so far. */
  readonly progress: { doneBytes: number }
}

/** Backups that are claimed for removal (`claimingRemoval`), and those among them that somebody reads. */
export interface PruneClaim {
  readonly ids: ReadonlySet<string>
  readonly read: ReadonlyMap<string, Fault>
}

/** The turn of one database in a clean-up: what it works with, and what has been done so far. */
export class PruneTurn {
  readonly context: OperationsContext
  readonly vault: OpenVault
  readonly #around: PruneAround
  readonly #done: Readonly<Record<Done, Removal[]>> = { setAside: [], ended: [], putBack: [] }
  readonly #skipped: { readonly file: string; readonly fault: Fault }[] = []
  readonly #blocked = new Map<string, Fault | null>()
  #claim: PruneClaim = { ids: new Set(), read: new Map() }

  constructor(context: OperationsContext, vault: OpenVault, around: PruneAround) {
    this.context = context
    this.vault = vault
    this.#around = around
  }

  /** Before each step. Throws the signal's reason, and VAULT_LOCKED where another program took the clean-up over. */
  async look(): Promise<void> {
    const { job, lease } = this.#around
    job.signal.throwIfAborted()
    await lease.renew()
    if (await lease.isHeld()) return
    const path = this.vault.access.folder
    throw new FaultError({ code: 'VAULT_LOCKED', path, holder: 'another clean-up' })
  }

  /** From here on only what is claimed may go. */
  claim(claim: PruneClaim): void {
    this.#claim = claim
    this.#blocked.clear()
  }

  did(what: Done, removal: Removal): void {
    const { job, progress } = this.#around
    this.#done[what].push(asRemoval(removal))
    if (what !== 'putBack') progress.doneBytes += removal.sizeBytes
    job.onProgress({ step: 'cleaning up', doneBytes: progress.doneBytes, totalBytes: null })
  }

  /** One that could not be removed; what it needs can't either. */
  skip(file: string, fault: Fault, needs: readonly string[]): void {
    this.#skipped.push({ file, fault })
    for (const id of needs) this.#blocked.set(id, fault)
  }

  /** One that is left for the next time without a word; what it needs is left too. */
  leave(needs: readonly string[]): void {
    for (const id of needs) if (!this.#blocked.has(id)) this.#blocked.set(id, null)
  }

  /**
   * Why a backup can't go now: somebody reads it, or one that needs it could not go. Null: it is not claimed, or needed by one that is not:
   * its time comes later. Undefined: it may go.
   */
  blockedBy(backupId: string): Fault | null | undefined {
    const blocked = this.#blocked.get(backupId) ?? this.#claim.read.get(backupId)
    if (blocked !== undefined && blocked !== null) return blocked
    return this.#blocked.has(backupId) || !this.#claim.ids.has(backupId) ? null : undefined
  }

  /** How many steps were done so far. */
  get doneCount(): number {
    const { setAside, ended, putBack } = this.#done
    return setAside.length + ended.length + putBack.length
  }

  /** Of removals that were under way when the turn began, and those that it made: those that are now. */
  underWay(before: readonly StandingRemoval[]): readonly StandingRemoval[] {
    const { setAside, ended, putBack } = this.#done
    const gone = new Set([...ended, ...putBack].map(({ backupId }) => backupId))
    const fresh = setAside.map((removal): StandingRemoval => ({ ...removal, state: 'aside' }))
    return [...before, ...fresh].filter(({ backupId }) => !gone.has(backupId))
  }

  report(): Pick<DatabasePruned, Done | 'skipped'> {
    return { ...this.#done, skipped: this.#skipped }
  }
}
