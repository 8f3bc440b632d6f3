import { mayAct } from '../../../shared/domain/access/role.ts'
import { takeLease, writingVault, type Lease } from '../../engine/engine.ts'
import { roleOfActor } from '../access/role-of-actor.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { openSlotBook, type SlotBook } from './slot-book.ts'

/** What the one program that runs a vault's schedules holds. */
export interface Acting {
  readonly vault: OpenVault
  readonly lease: Lease
  readonly book: SlotBook
}

/** The name of its lease. */
export const schedulesLease = 'schedules'

/** Another machine takes over from one that was silent for so long; on one machine a dead process is seen at once. */
const silentForMs = 3 * 60_000

/** Holds the part of the one that acts in the open vault. */
export interface SchedulesHolder {
  /**
   * Takes the part, or keeps it; null while another program has it, or no vault can be worked on. Throws the faults of writing a vault;
   * rejects with the system's errors.
   */
  hold(): Promise<Acting | null>
  /** The part, if it is held now. Rejects with the system's errors. */
  held(): Promise<Acting | null>
  /** Whether this part is still held: to be asked before each step that must be done once. Rejects with the system's errors. */
  isStill(acting: Acting): Promise<boolean>
  /** Lets another program act. */
  letGo(): Promise<void>
}

async function takePart(context: OperationsContext, vault: OpenVault): Promise<Acting | null> {
  const { ports } = context.world
  const wish = { name: schedulesLease, purpose: schedulesLease, silentForMs }
  const { folder } = vault.access
  const lease = await writingVault(ports, folder, () => takeLease(ports, folder, wish))
  if (lease === null) return null
  // What the one before stored last must be known before anything of its is made again.
  await syncCatalog(ports, vault.access, vault.catalog)
  return { vault, lease, book: await openSlotBook(ports, folder) }
}

/** Nothing is held at first. */
export function holdSchedules(context: OperationsContext): SchedulesHolder {
  let acting: Acting | null = null
  const told = (): void => context.changes.tell({ topic: 'policies' })
  const letGo = async (): Promise<void> => {
    const held = acting
    if (held === null) return
    acting = null
    await held.lease.release()
    told()
  }
  const isStill = async (held: Acting): Promise<boolean> => held === acting && (await held.lease.isHeld())
  return {
    isStill,
    letGo,
    held: async () => (acting !== null && (await isStill(acting)) ? acting : null),
    async hold() {
      const { session } = context
      const open = session.status().state === 'open' ? session.current() : null
      // What schedules do, an operator does: the program of somebody who may only look leaves it to others.
      const mayHold = open?.isReadOnly === false && mayAct(await roleOfActor(context), 'operator')
      const vault = mayHold && open === session.current() ? open : null
      if (acting !== null && (acting.vault !== vault || !(await isStill(acting)))) await letGo()
      if (vault === null) return null
      if (acting === null) {
        acting = await takePart(context, vault)
        if (acting !== null) told()
      } else await acting.lease.renew()
      return acting
    },
  }
}
