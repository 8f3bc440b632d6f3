import { constants, writeSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'

import type { FileFacts, FilePiece, FileSystem, OpenFile, OpenMode } from './file-system.ts'

const flagsOf: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  update: constants.O_RDWR,
  append: constants.O_RDWR | constants.O_APPEND,
}

function factsOf(stats: Awaited<ReturnType<fs.FileHandle['stat']>> & { dev: bigint | number }): FileFacts {
  return {
    sizeBytes: Number(stats.size),
    device: BigInt(stats.dev),
    inode: BigInt(stats.ino),
    modifiedAt: Number(stats.mtimeMs),
    statusChangedAt: Number(stats.ctimeMs),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    isFile: stats.isFile(),
    isDirectory: stats.isDirectory(),
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await fs.stat(path)).isDirectory()
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/**
 * Makes a folder and those above it. Not through Node's `recursive`: it tries for ever, at full load, where a folder that is there
 * answers "no such file" (an automounter's folder, one that was removed or unmounted, /proc).
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (await isFolder(folder)) return
    const above = dirname(folder)
    if (!isMissing(error) || above === folder) throw error
    // Somebody else may have made it since: then this one is tried once more all the same.
    if (!(await isFolder(above))) await makeFolder(above)
    await makeLastFolder(folder)
  }
}

/** In a folder that is there, or was a moment ago. */
async function makeLastFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (!(await isFolder(folder))) throw error
  }
}

function writeNow(fd: number, { bytes, position }: FilePiece): void {
  let done = 0
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, position + done)
}

/** A page of its own takes some microseconds this way, and ten times that through the thread pool. */
async function writeEach(handle: fs.FileHandle, pieces: readonly FilePiece[]): Promise<void> {
  for (const piece of pieces) {
    if (pieces.length > 1) writeNow(handle.fd, piece)
    else await writeAll(handle, piece)
  }
}

async function writeAll(handle: fs.FileHandle, { bytes, position }: FilePiece): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** A file of the real file system. Short writes are continued until the buffer is out or the system refuses. */
function openFileOn(handle: fs.FileHandle): OpenFile {
  return {
    descriptor: handle.fd,
    async read(buffer, position) {
      let done = 0
      while (done < buffer.length) {
        const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return done
    },
    write: (bytes, position) => writeAll(handle, { bytes, position }),
    writeEach: (pieces) => writeEach(handle, pieces),
    sync: () => handle.sync(),
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    stat: async () => factsOf(await handle.stat({ bigint: true })),
    close: () => handle.close(),
  }
}

/** The file system of this machine. */
export const nodeFileSystem: FileSystem = {
  open: async (path, mode) => openFileOn(await fs.open(path, flagsOf[mode], 0o600)),
  async stat(path) {
    try {
      return factsOf(await fs.stat(path, { bigint: true }))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },
  list: async (folder) => (await fs.readdir(folder)).sort(),
  makeFolder,
  rename: (from, to) => fs.rename(from, to),
  link: (from, to) => fs.link(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  removeFolder: (folder) => fs.rm(folder, { recursive: true, force: true }),
  async syncFolder(folder) {
    // Windows opens no folder for syncing; NTFS journals renames itself.
    if (process.platform === 'win32') return
    const handle = await fs.open(folder, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  setMode: (path, mode) => fs.chmod(path, mode),
  setOwner: (path, uid, gid) => fs.chown(path, uid, gid),
  async freeBytes(path) {
    const facts = await fs.statfs(path, { bigint: true })
    return Number(facts.bavail * facts.bsize)
  },
  async totalBytes(path) {
    const { blocks, bfree, bavail, bsize } = await fs.statfs(path, { bigint: true })
    return Number((blocks - bfree + bavail) * bsize)
  },
  realPath: (path) => fs.realpath(path),
}
