import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { provideImage } from '../content/provide-image.ts'
import type { PartialSides, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'

/** Makes the backup's image a file to read from, unless it is one already. Throws as `provideImage`, and BACKUP_WITHOUT_ROWS. */
export async function provideStored(
  ports: Ports,
  sides: PartialSides,
  run: RunContext,
): Promise<BackupRecord> {
  const { vault, manifestFile, imageFile, threads } = sides
  const backup = await provideImage(ports, { vault, manifestFile, imageFile, threads }, run)
  if (backup.type === 'schema') throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file: backup.file })
  return backup
}
