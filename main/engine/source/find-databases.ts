import { FaultError } from '../../../shared/domain/fault.ts'
import type { FileFacts, FileSystem } from '../ports/file-system.ts'
import { hasDatabaseMagic } from './database-header.ts'

/** One thing met on the way through a folder. */
export type FoundInFolder =
  | { readonly kind: 'database'; readonly path: string; readonly sizeBytes: number }
  /** A folder or file that this user may not read, or that failed. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly errno: string }
  /** The walk ended here before everything was seen. */
  | { readonly kind: 'cut_short'; readonly path: string; readonly because: 'depth' | 'entries' }

/** What bounds a walk. */
export interface FindOptions {
  /** Ends the walk; its reason is thrown. */
  readonly signal: AbortSignal
  /** Folders below the first; 32 when not given. */
  readonly maxDepth?: number
  /** Names looked at in all; 1,000,000 when not given. */
  readonly maxEntries?: number
  /**
   * Folders not entered. A process that has databases of its own open names their folders here: reading a file's header
   * closes a descriptor of it, and that drops the process's own locks on it.
   */
  readonly skipFolders?: readonly string[]
}

/** The smallest SQLite database has one page of 512 bytes. */
const smallestBytes = 512
const companions = ['-wal', '-shm', '-journal']

interface Walk {
  readonly files: FileSystem
  readonly signal: AbortSignal
  readonly maxDepth: number
  readonly maxEntries: number
  /** Device and inode of what was seen: a link to a folder above ends here. */
  readonly seen: Set<string>
  entries: number
}

function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'UNKNOWN'
}

function joined(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** Whether this is the first meeting with a file or folder, under whatever name. */
function isNew(walk: Walk, facts: FileFacts): boolean {
  const identity = `${facts.device}:${facts.inode}`
  if (walk.seen.has(identity)) return false
  walk.seen.add(identity)
  return true
}

async function isDatabase(files: FileSystem, path: string): Promise<boolean> {
  const file = await files.open(path, 'read')
  try {
    const start = new Uint8Array(16)
    await file.read(start, 0)
    return hasDatabaseMagic(start)
  } finally {
    await file.close()
  }
}

async function isVault(walk: Walk, folder: string, names: readonly string[]): Promise<boolean> {
  if (!names.includes('.holdfast')) return false
  return (await walk.files.stat(joined(folder, '.holdfast/vault.json'))) !== null
}

async function* visitFile(walk: Walk, path: string, facts: FileFacts): AsyncGenerator<FoundInFolder> {
  if (!facts.isFile || facts.sizeBytes < smallestBytes) return
  if (companions.some((ending) => path.endsWith(ending)) || !isNew(walk, facts)) return
  if (await isDatabase(walk.files, path)) yield { kind: 'database', path, sizeBytes: facts.sizeBytes }
}

async function* visit(walk: Walk, path: string, depth: number): AsyncGenerator<FoundInFolder> {
  try {
    const facts = await walk.files.stat(path)
    if (facts === null) return
    if (facts.isDirectory) yield* visitFolder(walk, path, facts, depth)
    else yield* visitFile(walk, path, facts)
  } catch (error) {
    walk.signal.throwIfAborted()
    yield { kind: 'unreadable', path, errno: errnoOf(error) }
  }
}

async function* visitFolder(
  walk: Walk,
  folder: string,
  facts: FileFacts,
  depth: number,
): AsyncGenerator<FoundInFolder> {
  if (!isNew(walk, facts)) return
  if (depth > walk.maxDepth) {
    yield { kind: 'cut_short', path: folder, because: 'depth' }
    return
  }
  const names = await walk.files.list(folder)
  if (await isVault(walk, folder, names)) return
  for (const name of names) {
    walk.signal.throwIfAborted()
    walk.entries += 1
    if (walk.entries > walk.maxEntries) {
      // Said once; the folders above end silently.
      if (walk.entries === walk.maxEntries + 1) yield { kind: 'cut_short', path: folder, because: 'entries' }
      return
    }
    yield* visit(walk, joined(folder, name), depth + 1)
  }
}

/**
 * Walks a folder for SQLite databases, told by their header and not by their ending. Follows symbolic links, each file and
 * folder once. Passes over `-wal`, `-shm` and `-journal` files and over vaults of Holdfast. What can't be read is reported and
 * passed over. Throws FOLDER_UNREADABLE for the first folder itself, and the reason of an abort.
 */
export async function* findDatabases(
  files: FileSystem,
  folder: string,
  options: FindOptions,
): AsyncGenerator<FoundInFolder> {
  options.signal.throwIfAborted()
  let root: string
  try {
    root = await files.realPath(folder)
    await files.list(root)
  } catch (error) {
    throw new FaultError({ code: 'FOLDER_UNREADABLE', path: folder, errno: errnoOf(error) }, { cause: error })
  }
  const walk: Walk = {
    files,
    signal: options.signal,
    maxDepth: options.maxDepth ?? 32,
    maxEntries: options.maxEntries ?? 1_000_000,
    seen: new Set(),
    entries: 0,
  }
  for (const skipped of options.skipFolders ?? []) {
    const facts = await files.stat(skipped)
    if (facts !== null) isNew(walk, facts)
  }
  yield* visit(walk, root, 0)
}
