import type { SchedulesPaused } from '../../../shared/domain/schedule/schedule-views.ts'
import { instantPattern, jsonFields } from '../image/json-fields.ts'
import { canonicalJson, SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, privateFolder, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { writingVault } from './vault-faults.ts'

const limitBytes = 1 << 16

/** Pauses all schedules of a vault, or lets them go on (null). Throws the faults of writing a vault. */
export function pauseSchedules(ports: Ports, folder: string, paused: SchedulesPaused | null): Promise<void> {
  const file = inVault(folder, vaultPaths.paused)
  return writingVault(ports, folder, async () => {
    if (paused !== null) return replaceFile(ports, file, canonicalJson({ formatVersion: 1, ...paused }))
    await ports.files.remove(file)
    await ports.files.syncFolder(inVault(folder, privateFolder))
  })
}

/** Since when all schedules of a vault are paused, and by whom; null: they are not. A file that can't be read pauses them. */
export async function schedulesPaused(ports: Ports, folder: string): Promise<SchedulesPaused | null> {
  const bytes = await readSmallFile(ports, inVault(folder, vaultPaths.paused), limitBytes)
  if (bytes === null) return null
  try {
    const fields = jsonFields(JSON.parse(new TextDecoder().decode(bytes)), 'the pause')
    return { since: fields.text('since', instantPattern), by: fields.text('by') }
  } catch (error) {
    if (!(error instanceof SealError || error instanceof SyntaxError)) throw error
    return { since: new Date(0).toISOString(), by: '' }
  }
}
