import type { MissedRuns, SlotLedger, SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { idPattern, instantPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

const formatVersion = 1

function openFrom(fields: JsonFields): SlotMemory['open'] {
  if (fields.isNull('open')) return null
  const open = fields.object('open')
  return {
    slotAt: open.text('slotAt', instantPattern),
    attempt: open.count('attempt', 1),
    claimedAt: open.text('claimedAt', instantPattern),
  }
}

const reasons = ['not_running', 'under_recovery', 'paused', 'overtaken', 'interrupted'] as const

function missedFrom(fields: JsonFields): MissedRuns {
  return {
    slots: fields.count('slots', 1),
    from: fields.text('from', instantPattern),
    to: fields.text('to', instantPattern),
    reason: fields.oneOf('reason', reasons),
  }
}

function slotFrom(fields: JsonFields): SlotMemory {
  const ran = fields.texts('ran')
  if (!ran.every((at) => instantPattern.test(at))) throw new SealError('"ran" holds what is no moment')
  return {
    scheduleId: fields.text('scheduleId', idPattern),
    dealtUpTo: fields.text('dealtUpTo', instantPattern),
    ran,
    open: openFrom(fields),
    missed: fields.list('missed', missedFrom),
  }
}

const ledgers = keepRecords<SlotLedger>({
  folder: vaultPaths.slots,
  serialize: ({ id, slots }) => ({
    formatVersion,
    id,
    slots: slots.map(({ scheduleId, dealtUpTo, ran, open, missed }) => ({
      scheduleId,
      dealtUpTo,
      ran,
      open: open && { ...open },
      missed: missed.map((runs) => ({ ...runs })),
    })),
  }),
  parse(value) {
    const fields = jsonFields(value, 'the ledger')
    fields.count('formatVersion', 1, formatVersion)
    return { id: fields.text('id', idPattern), slots: fields.list('slots', slotFrom) }
  },
})

/** Writes what is remembered of a database's schedules durably. Throws the faults of writing a vault. */
export function saveSlotLedger(ports: Ports, folder: string, ledger: SlotLedger): Promise<void> {
  return ledgers.save(ports, folder, ledger.id, ledger)
}

/** What is remembered of every schedule, and the names of files among them that can't be read. */
export async function listSlotLedgers(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly SlotLedger[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await ledgers.list(ports, folder)
  return { records: [...entries.values()], damaged }
}
