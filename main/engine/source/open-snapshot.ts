import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { connectSource } from './connect-source.ts'
import { holdResources } from './held-resources.ts'
import { lockWaitFrom } from './lock-wait.ts'
import { mayShareLog } from './may-share-log.ts'
import { checkPageRange } from './page-source.ts'
import { readPragma } from './read-pragma.ts'
import type { SourceSnapshot } from './snapshot.ts'
import type { SnapshotOptions, SnapshotOrder, SnapshotParts } from './snapshot-parts.ts'
import type { SnapshotSteps } from './snapshot-steps.ts'
import { provenSteps } from './snapshot-steps.ts'
import { asSourceFault, cannotShareLog } from './source-faults.ts'
import { openSourceFile, refuseIfReplaced } from './source-file.ts'
import { takeLoneFileSnapshot } from './take-lone-file-snapshot.ts'
import { takeStagedSnapshot } from './take-staged-snapshot.ts'
import { takeWalSnapshot } from './take-wal-snapshot.ts'

async function takeLive(order: SnapshotOrder): Promise<SnapshotParts> {
  const { ports, source, wait, held } = order
  const { connection, remarks } = await connectSource(source.path, wait)
  held.holdConnection(connection)
  await refuseIfReplaced(ports.files, source.path, source.facts)
  const take = readPragma(connection, 'journal_mode') === 'wal' ? takeWalSnapshot : takeStagedSnapshot
  return await take(order, connection, remarks)
}

async function take(order: SnapshotOrder): Promise<SnapshotParts> {
  try {
    if (await mayShareLog(order.ports.files, order.source)) return await takeLive(order)
  } catch (error) {
    if (!order.source.header.usesWal || !cannotShareLog(error)) throw error
  }
  order.held.closeConnections()
  return await takeLoneFileSnapshot(order)
}

function snapshotOf(path: string, parts: SnapshotParts, close: () => Promise<void>): SourceSnapshot {
  const { facts, takenAtMs, pages } = parts
  const asFault = (error: unknown): never => {
    throw asSourceFault(path, error)
  }
  return {
    facts,
    takenAtMs,
    async readPages(firstPage, into) {
      checkPageRange(firstPage, into, facts)
      await pages.readPages(firstPage, into).catch(asFault)
    },
    placeOf: (firstPage, count) => pages.placeOf?.(firstPage, count) ?? null,
    describe: (limits) => parts.describe(limits).catch(asFault),
    close,
  }
}

/**
 * Holds one consistent moment of a database that other programs may be using, by the steps of ARCHITECTURE.md section 3. The
 * database and its `-wal` are left as they are; a `-shm` and an empty `-wal` may appear beside a database in WAL mode.
 *
 * Until `close` nothing else in this process may open and close the database, its `-wal` or its `-shm`.
 *
 * Throws FaultError: SOURCE_MISSING, SOURCE_IS_FOLDER, SOURCE_NOT_PERMITTED, SOURCE_EMPTY, SOURCE_NOT_SQLITE, SOURCE_DAMAGED,
 * SOURCE_LOCKED, SOURCE_NEEDS_RECOVERY, SOURCE_WAL_UNREADABLE, SOURCE_REPLACED, SOURCE_READ_FAILED; VAULT_FULL or
 * VAULT_WRITE_FAILED of the scratch folder; the reason of the abort.
 */
export async function openSnapshot(
  ports: Ports,
  path: string,
  options: SnapshotOptions,
  steps: SnapshotSteps = provenSteps,
): Promise<SourceSnapshot> {
  const held = holdResources()
  try {
    const source = await openSourceFile(ports.files, path)
    held.holdDescriptor(source.file)
    const wait = lockWaitFrom(ports.clock, path, options)
    const parts = await take({ ports, source, options, wait, held, steps })
    return snapshotOf(path, parts, () => held.release())
  } catch (error) {
    await held.release()
    if (options.signal.aborted && options.signal.reason instanceof FaultError) throw options.signal.reason
    throw asSourceFault(path, error)
  }
}
