import { FaultError } from '../../../shared/domain/fault.ts'
import type { FileFacts, FileSystem, OpenFile } from '../ports/file-system.ts'
import type { DatabaseHeader } from './database-header.ts'
import { parseDatabaseHeader } from './database-header.ts'
import { looksEncrypted } from './looks-encrypted.ts'
import { asSourceFault } from './source-faults.ts'

/** A source's file, held open. */
export interface SourceFile {
  /** Canonical path: symbolic links resolved, as SQLite does before it names `-wal` and `-shm`. */
  readonly path: string
  readonly file: OpenFile
  readonly facts: FileFacts
  readonly header: DatabaseHeader
}

/** Throws SOURCE_REPLACED unless the path still leads to the file with these facts. */
export async function refuseIfReplaced(files: FileSystem, path: string, held: FileFacts): Promise<void> {
  const there = await files.stat(path)
  if (there?.device !== held.device || there.inode !== held.inode) {
    throw new FaultError({ code: 'SOURCE_REPLACED', path })
  }
}

async function findSource(files: FileSystem, path: string): Promise<string> {
  const facts = await files.stat(path)
  if (facts === null) throw new FaultError({ code: 'SOURCE_MISSING', path })
  if (facts.isDirectory) throw new FaultError({ code: 'SOURCE_IS_FOLDER', path })
  // A pipe or a device would block or never end.
  if (!facts.isFile) throw new FaultError({ code: 'SOURCE_NOT_SQLITE', path, looksEncrypted: false })
  return await files.realPath(path)
}

async function readHeader(path: string, file: OpenFile, sizeBytes: number): Promise<DatabaseHeader> {
  const first = new Uint8Array(4096)
  const length = await file.read(first, 0)
  if (length === 0) throw new FaultError({ code: 'SOURCE_EMPTY', path })
  const page = first.subarray(0, length)
  const header = parseDatabaseHeader(page)
  if (!('problem' in header)) return header
  if (header.problem === 'damaged') {
    throw new FaultError({ code: 'SOURCE_DAMAGED', path, detail: header.detail })
  }
  throw new FaultError({ code: 'SOURCE_NOT_SQLITE', path, looksEncrypted: looksEncrypted(page, sizeBytes) })
}

/**
 * Opens a source and reads its header. Throws FaultError: SOURCE_MISSING, SOURCE_IS_FOLDER, SOURCE_NOT_PERMITTED,
 * SOURCE_EMPTY, SOURCE_NOT_SQLITE, SOURCE_DAMAGED, SOURCE_REPLACED, SOURCE_READ_FAILED. The caller closes `file`, and not before
 * every SQLite connection of this process to it is closed.
 */
export async function openSourceFile(files: FileSystem, given: string): Promise<SourceFile> {
  try {
    const path = await findSource(files, given)
    const file = await files.open(path, 'read')
    try {
      const facts = await file.stat()
      await refuseIfReplaced(files, path, facts)
      return { path, file, facts, header: await readHeader(path, file, facts.sizeBytes) }
    } catch (error) {
      await file.close()
      throw error
    }
  } catch (error) {
    throw asSourceFault(given, error)
  }
}
