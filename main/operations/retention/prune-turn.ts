import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { DatabasePruned } from '../../../shared/domain/retention/prune-views.ts'
import { asRemoval, type Removal } from '../../../shared/domain/retention/removal.ts'
import type { Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

type Done = 'setAside' | 'ended' | 'putBack'

/** The turn of one database in a clean-up: what it works with, and what has been done so far. */
export class PruneTurn {
  readonly context: OperationsContext
  readonly vault: OpenVault
  readonly #lease: Lease
  readonly #job: Pick<Turn, 'signal' | 'onProgress'>
  readonly #before: number
  readonly #done: Readonly<Record<Done, Removal[]>> = { setAside: [], ended: [], putBack: [] }
  readonly #skipped: { readonly file: string; readonly fault: Fault }[] = []
  readonly #blocked = new Map<string, Fault>()

  constructor(
    context: OperationsContext,
    vault: OpenVault,
    around: {
      readonly lease: Lease
      readonly job: Pick<Turn, 'signal' | 'onProgress'>
      readonly doneBytes: number
    },
  ) {
    this.context = context
    this.vault = vault
    this.#lease = around.lease
    this.#job = around.job
    this.#before = around.doneBytes
  }

  /** Before each step. Throws the signal's reason, and VAULT_LOCKED where another program took the clean-up over. */
  async look(): Promise<void> {
    this.#job.signal.throwIfAborted()
    await this.#lease.renew()
    if (await this.#lease.isHeld()) return
    const path = this.vault.access.folder
    throw new FaultError({ code: 'VAULT_LOCKED', path, holder: 'another clean-up' })
  }

  did(what: Done, removal: Removal): void {
    this.#done[what].push(asRemoval(removal))
    this.#job.onProgress({ step: 'cleaning up', doneBytes: this.doneBytes, totalBytes: null })
  }

  /** One that could not be removed; what it needs can't either. */
  skip(file: string, fault: Fault, needs: readonly string[]): void {
    this.#skipped.push({ file, fault })
    for (const id of needs) this.#blocked.set(id, fault)
  }

  /** Why a backup can't go now: one that needs it could not. */
  blockedBy(backupId: string): Fault | undefined {
    return this.#blocked.get(backupId)
  }

  /** Of everything that was moved or removed so far, also in earlier turns. */
  get doneBytes(): number {
    const { setAside, ended } = this.#done
    return [...setAside, ...ended].reduce((sum, { sizeBytes }) => sum + sizeBytes, this.#before)
  }

  report(): Pick<DatabasePruned, Done | 'skipped'> {
    return { ...this.#done, skipped: this.#skipped }
  }
}
