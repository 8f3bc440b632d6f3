import type { Ports } from '../ports/ports.ts'
import type { DatabaseHeader } from './database-header.ts'
import { headerBytes, parseDatabaseHeader } from './database-header.ts'
import type { HeldResources } from './held-resources.ts'
import type { LockWait } from './lock-wait.ts'
import type { PageSource } from './page-source.ts'
import type { DatabaseDescription, DescribeLimits, SourceFacts } from './snapshot.ts'
import type { SnapshotSteps } from './snapshot-steps.ts'
import type { SourceFile } from './source-file.ts'
import { writerRemark } from './writer-remark.ts'

/** How a snapshot is taken. */
export interface SnapshotOptions {
  /** How long to wait for another program's lock, milliseconds. */
  readonly lockWaitMs: number
  /** Its reason is a FaultError. Heeded while opening and while describing. */
  readonly signal: AbortSignal
  /** Where a copy goes that is too large for memory. Made when it is not there; emptied at the end. */
  readonly scratchFolder: string
  /** Copies up to this size are kept in memory. 64 MiB when not given. */
  readonly stageInMemoryBytes?: number | undefined
  /** Databases from this size on are counted in a thread of their own, where that can be. 512 MiB when not given. */
  readonly countInThreadBytes?: number | undefined
}

/** What each way of taking a snapshot is handed. */
export interface SnapshotOrder {
  readonly ports: Ports
  readonly source: SourceFile
  readonly options: SnapshotOptions
  readonly wait: LockWait
  readonly held: HeldResources
  readonly steps: SnapshotSteps
}

/** What each way of taking a snapshot gives. */
export interface SnapshotParts {
  readonly facts: SourceFacts
  readonly takenAtMs: number
  readonly pages: PageSource
  describe(limits: DescribeLimits): Promise<DatabaseDescription>
}

/** The header as it was at the snapshot's moment. */
export async function headerOf(pages: PageSource, pageSize: number): Promise<DatabaseHeader | null> {
  const page = new Uint8Array(pageSize)
  await pages.readPages(1, page)
  const header = parseDatabaseHeader(page.subarray(0, headerBytes))
  return 'problem' in header ? null : header
}

/** Facts from the header of the moment; `remarks` are those of the way it was taken. */
export function factsFrom(
  header: DatabaseHeader | null,
  image: { readonly pageSize: number; readonly pageCount: number; readonly journalMode: 'wal' | 'rollback' },
  remarks: readonly string[],
): SourceFacts {
  const writer = header === null ? null : writerRemark(header)
  return {
    ...image,
    changeCounter: header?.changeCounter ?? 0,
    schemaCookie: header?.schemaCookie ?? 0,
    writerVersion: header?.writerVersion ?? 0,
    remarks: writer === null ? remarks : [...remarks, writer],
  }
}
