import type { SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { listSlotLedgers, saveSlotLedger, type Ports } from '../../engine/engine.ts'

/** What is remembered of every schedule of a vault, by the one program that acts: in memory, and in the vault before it counts. */
export interface SlotBook {
  find(ledgerId: string, scheduleId: string): SlotMemory | null
  /** Resolves once it is durable. Throws the faults of writing a vault. */
  keep(ledgerId: string, memory: SlotMemory): Promise<void>
  /** Schedules with a run that was begun and not ended. */
  open(): readonly { readonly ledgerId: string; readonly memory: SlotMemory }[]
  /** Ledgers whose file can't be read: nothing is known of what ran, so nothing may run. */
  isDamaged(ledgerId: string): boolean
}

/** Reads what is remembered. Rejects with the system's errors. */
export async function openSlotBook(ports: Ports, folder: string): Promise<SlotBook> {
  const { records, damaged } = await listSlotLedgers(ports, folder)
  if (damaged.length > 0) ports.logger.error('slots.damaged', { folder, damaged })
  const ledgers = new Map(
    records.map(({ id, slots }) => [id, new Map(slots.map((slot) => [slot.scheduleId, slot]))]),
  )
  return {
    find: (ledgerId, scheduleId) => ledgers.get(ledgerId)?.get(scheduleId) ?? null,
    async keep(ledgerId, memory) {
      const slots = new Map(ledgers.get(ledgerId))
      slots.set(memory.scheduleId, memory)
      await saveSlotLedger(ports, folder, { id: ledgerId, slots: [...slots.values()] })
      ledgers.set(ledgerId, slots)
    },
    open: () =>
      [...ledgers].flatMap(([ledgerId, slots]) =>
        [...slots.values()].filter(({ open }) => open !== null).map((memory) => ({ ledgerId, memory })),
      ),
    isDamaged: (ledgerId) => damaged.some((file) => file.includes(ledgerId)),
  }
}
