import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { FolderEntry } from '../../../shared/domain/views.ts'
import { inVault, vaultPaths, type Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/** A folder as the path picker shows it. */
export interface FolderListing {
  readonly path: string
  /** Null at the top. */
  readonly parent: string | null
  readonly entries: readonly FolderEntry[]
}

const magic = 'SQLite format 3\0'
const atOnce = 16
const order: Readonly<Record<FolderEntry['kind'], number>> = { vault: 0, folder: 1, database: 2, file: 3 }

async function startsAsDatabase(ports: Ports, file: string): Promise<boolean> {
  const opened = await ports.files.open(file, 'read')
  try {
    const start = Buffer.alloc(magic.length)
    await opened.read(start, 0)
    return start.toString('latin1') === magic
  } finally {
    await opened.close()
  }
}

/** Null for what is gone by now, or is neither a file nor a folder. */
async function entryOf(
  context: OperationsContext,
  folder: string,
  name: string,
): Promise<FolderEntry | null> {
  const { ports, home } = context.world
  const full = path.join(folder, name)
  const facts = await ports.files.stat(full).catch(() => null)
  if (facts === null) return null
  if (facts.isDirectory) {
    const isVault = (await ports.files.stat(inVault(full, vaultPaths.vaultFile)).catch(() => null)) !== null
    return { name, path: full, kind: isVault ? 'vault' : 'folder', sizeBytes: null }
  }
  if (!facts.isFile) return null
  // Trap: looking into a file that this process has open itself (the catalogs) would drop its locks on it.
  const isOurs = full.startsWith(home.folder + path.sep)
  const isDatabase = !isOurs && (await startsAsDatabase(ports, full).catch(() => false))
  return { name, path: full, kind: isDatabase ? 'database' : 'file', sizeBytes: facts.sizeBytes }
}

/** What is in a folder, for the path picker: vaults and folders first, then SQLite files by their header. Throws FOLDER_UNREADABLE. */
export async function listFolder(context: OperationsContext, given: string): Promise<FolderListing> {
  const folder = path.resolve(given)
  const names = await context.world.ports.files.list(folder).catch((error: unknown) => {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO'
    throw new FaultError({ code: 'FOLDER_UNREADABLE', path: folder, errno }, { cause: error })
  })
  const entries: FolderEntry[] = []
  for (let first = 0; first < names.length; first += atOnce) {
    const part = names.slice(first, first + atOnce)
    const found = await Promise.all(part.map((name) => entryOf(context, folder, name)))
    entries.push(...found.filter((entry) => entry !== null))
  }
  entries.sort((a, b) => order[a.kind] - order[b.kind])
  const parent = path.dirname(folder)
  return { path: folder, parent: parent === folder ? null : parent, entries }
}
