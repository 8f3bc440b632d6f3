import path from 'node:path'

import type { FoundDatabase, ScanView } from '../../../shared/domain/views.ts'
import { findDatabases, type FileSystem } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { knowFiles } from './known-files.ts'

/** The same file system, which counts the files that were looked at. */
function countingFiles(files: FileSystem): { readonly files: FileSystem; seen(): number } {
  let seen = 0
  const stat: FileSystem['stat'] = async (file) => {
    const facts = await files.stat(file)
    if (facts?.isFile === true) seen += 1
    return facts
  }
  return { files: { ...files, stat }, seen: () => seen }
}

const cutShort = { depth: 'TOO_DEEP', entries: 'TOO_MANY' } as const

/**
 * Looks for SQLite files in a folder and below, by their header; vaults and Holdfast's own folder are left out.
 * What can't be read is named and stops nothing. Throws FOLDER_UNREADABLE for the folder itself, and the signal's reason.
 */
export async function scanFolder(
  context: OperationsContext,
  folder: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<ScanView> {
  const { ports, home } = context.world
  const known = await knowFiles(ports, context.session.reachable().catalog.databases.all())
  const counting = countingFiles(ports.files)
  const found: FoundDatabase[] = []
  const unreadable: { path: string; errno: string }[] = []
  const options = { signal, skipFolders: [home.folder] }
  for await (const one of findDatabases(counting.files, path.resolve(folder), options)) {
    if (one.kind === 'unreadable') unreadable.push({ path: one.path, errno: one.errno })
    if (one.kind === 'cut_short') unreadable.push({ path: one.path, errno: cutShort[one.because] })
    if (one.kind !== 'database') continue
    const facts = await ports.files.stat(one.path)
    if (facts === null) continue
    const modifiedAt = new Date(facts.modifiedAt).toISOString()
    const registeredAs = (await known.registrationOf(one.path))?.name ?? null
    found.push({ path: one.path, sizeBytes: one.sizeBytes, modifiedAt, registeredAs })
  }
  return { found, unreadable, filesSeen: counting.seen() }
}
