import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { idPattern, instantPattern, jsonFields } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

const formatVersion = 1

const marks = keepRecords<KeepMark>({
  folder: vaultPaths.keepMarks,
  serialize: ({ id, kind, databaseId, backupId, name, note, since, by }) => ({
    formatVersion,
    id,
    kind,
    databaseId,
    backupId,
    name,
    note,
    since,
    by,
  }),
  parse(value) {
    const fields = jsonFields(value, 'the mark')
    fields.count('formatVersion', 1, formatVersion)
    return {
      id: fields.text('id', idPattern),
      kind: fields.oneOf('kind', ['pin', 'legal_hold']),
      databaseId: fields.text('databaseId', idPattern),
      backupId: fields.textOrNull('backupId', idPattern),
      name: fields.text('name'),
      note: fields.text('note'),
      since: fields.text('since', instantPattern),
      by: fields.text('by'),
    }
  },
})

/** Writes a pin or a hold durably. Throws the faults of writing a vault. */
export function saveKeepMark(ports: Ports, folder: string, mark: KeepMark): Promise<void> {
  return marks.save(ports, folder, mark.id, mark)
}

/** Lifts a pin or a hold. One that is not there is no error. */
export function removeKeepMark(ports: Ports, folder: string, markId: string): Promise<void> {
  return marks.remove(ports, folder, markId)
}

/** Every pin and hold of a vault, and the names of files among them that can't be read: what those keep is not known. */
export async function listKeepMarks(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly KeepMark[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await marks.list(ports, folder)
  return { records: [...entries.values()], damaged }
}
