import type { StoredArchive, SystemArchive } from '../../../shared/domain/system-archive.ts'
import { listArchives, stampArchives } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { withLastValidation } from './list-system.ts'

/** What the archives of a vault come to. */
export interface ArchiveTotals {
  readonly archiveCount: number
  readonly archivedBytes: number
}

interface Known {
  readonly stamp: string
  readonly archives: readonly SystemArchive[]
}

/** Contents records name every database: they are read again only where one came, went or changed. */
const known = new WeakMap<OpenVault, Known>()

async function archivesNow({ world }: Pick<OperationsContext, 'world'>, vault: OpenVault): Promise<Known> {
  const { ports } = world
  const stamp = await stampArchives(ports, vault.access)
  const found = known.get(vault)
  if (found?.stamp === stamp) return found
  const now = { stamp, archives: (await listArchives(ports, vault.access)).archives }
  known.set(vault, now)
  return now
}

/** The archives of a vault, newest first, each with its newest verdict; made to be asked often. Rejects with the system's errors. */
export async function archivesAtHand(
  context: Pick<OperationsContext, 'world'>,
  vault: OpenVault,
): Promise<readonly StoredArchive[]> {
  const { archives } = await archivesNow(context, vault)
  return Promise.all(archives.map((archive) => withLastValidation(context, vault, archive)))
}

/** How many archives a vault has, and their bytes; where it does not answer, as they were when it last did. */
export async function archiveTotals(
  context: Pick<OperationsContext, 'world'>,
  vault: OpenVault,
): Promise<ArchiveTotals> {
  const { archives } = await archivesNow(context, vault).catch(() => known.get(vault) ?? { archives: [] })
  const archivedBytes = archives.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return { archiveCount: archives.length, archivedBytes }
}
