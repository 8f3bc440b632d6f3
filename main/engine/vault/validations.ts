import type { Validation } from '../../../shared/domain/validation.ts'
import { jsonFields } from '../image/json-fields.ts'
import { validationFrom, validationToJson } from '../image/validation-json.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

const formatVersion = 1

const validations = keepRecords<Validation>({
  folder: vaultPaths.validations,
  serialize: (validation) => ({ formatVersion, validation: validationToJson(validation) }),
  parse(value) {
    const fields = jsonFields(value, 'the validation')
    fields.count('formatVersion', 1, formatVersion)
    return validationFrom(fields.object('validation'))
  },
})

/** Writes the newest validation of a backup durably, in the place of an earlier one. Throws the faults of writing a vault. */
export function saveValidation(
  ports: Ports,
  folder: string,
  backupId: string,
  validation: Validation,
): Promise<void> {
  return validations.save(ports, folder, backupId, validation)
}

/** Forgets the later validation of a backup that is removed. One that is not there is no error. */
export function removeValidation(ports: Ports, folder: string, backupId: string): Promise<void> {
  return validations.remove(ports, folder, backupId)
}

/** The later validation of one backup; null when it had none. */
export function readValidation(
  ports: Ports,
  folder: string,
  backupId: string,
): Promise<Validation | null | 'damaged'> {
  return validations.read(ports, folder, backupId)
}

/** The later validation of every backup that had one, by the backup's id, and the names of files that can't be read. */
export async function listValidations(
  ports: Ports,
  folder: string,
): Promise<{ readonly validations: ReadonlyMap<string, Validation>; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await validations.list(ports, folder)
  return { validations: entries, damaged }
}
