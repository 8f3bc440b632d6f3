import { idPattern, instantPattern, jsonFields } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

/** That a key slot was seen to open its vault. */
export interface SlotTest {
  readonly slotId: string
  /** UTC, ISO 8601. */
  readonly testedAt: string
  /** Whose secret it was, and on which machine: what tells two slots of a kind apart. */
  readonly user: string
  readonly machine: string
}

const keeper = keepRecords<SlotTest>({
  folder: vaultPaths.slotTests,
  serialize: ({ slotId, testedAt, user, machine }) => ({ formatVersion: 1, slotId, testedAt, user, machine }),
  parse(value) {
    const fields = jsonFields(value, 'the slot test')
    fields.count('formatVersion', 1, 1)
    return {
      slotId: fields.text('slotId', idPattern),
      testedAt: fields.text('testedAt', instantPattern),
      user: fields.text('user'),
      machine: fields.text('machine'),
    }
  },
})

/** Keeps when a slot opened the vault. Throws the faults of writing to a vault. */
export function saveSlotTest(ports: Ports, vaultFolder: string, test: SlotTest): Promise<void> {
  return keeper.save(ports, vaultFolder, test.slotId, test)
}

/** By slot. A record that can't be read counts as none. */
export async function listSlotTests(
  ports: Ports,
  vaultFolder: string,
): Promise<ReadonlyMap<string, SlotTest>> {
  return (await keeper.list(ports, vaultFolder)).entries
}

/** Forgets the slot that is gone; none is no error. */
export function removeSlotTest(ports: Ports, vaultFolder: string, slotId: string): Promise<void> {
  return keeper.remove(ports, vaultFolder, slotId)
}
