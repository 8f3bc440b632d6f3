import path from 'node:path'

import { FaultError } from '../../shared/domain/fault.ts'
import type { FileSystem } from '../engine/ports/file-system.ts'
import type { Logger } from '../engine/ports/ports.ts'
import { entryFileName, isEntryFile, noteFileName, readEntry, type QueueEntry } from './queue-entry.ts'

/** A file that is being written; what a kill leaves of one is cleared when the folder is opened. */
const unfinished = '.unfinished'

/** The entries on disk. Neither of its methods throws: what can't be written is told to the log. */
export interface QueueFolder {
  /** Whether it is on disk now, durably: wholly as it was or wholly as it is, whatever happens meanwhile. */
  keep(entry: QueueEntry): Promise<boolean>
  drop(entry: QueueEntry): Promise<boolean>
  /** Whether another program left a note that a channel works; the note is taken away. */
  takeNote(channel: string): Promise<boolean>
}

function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

async function readText(files: FileSystem, file: string): Promise<string> {
  const open = await files.open(file, 'read')
  try {
    const bytes = new Uint8Array((await open.stat()).sizeBytes)
    return Buffer.from(bytes.subarray(0, await open.read(bytes, 0))).toString('utf8')
  } finally {
    await open.close()
  }
}

async function writeNew(files: FileSystem, file: string, text: string): Promise<void> {
  const open = await files.open(file, 'create')
  try {
    await open.write(Buffer.from(text, 'utf8'), 0)
    await open.sync()
  } finally {
    await open.close()
  }
}

async function replace(files: FileSystem, file: string, text: string): Promise<void> {
  const beside = file + unfinished
  await files.remove(beside)
  try {
    await writeNew(files, beside, text)
    await files.rename(beside, file)
  } catch (error) {
    await files.remove(beside).catch(() => undefined)
    throw error
  }
  await files.syncFolder(path.dirname(file))
}

function folderOf(files: FileSystem, logger: Logger, folder: string): QueueFolder {
  const tell = (error: unknown, file: string): boolean => {
    logger.error('channels.queue-not-written', { file, errno: errnoOf(error) })
    return false
  }
  const fileOf = ({ channel, message }: QueueEntry): string =>
    path.join(folder, entryFileName(channel, message.id))
  return {
    async keep(entry) {
      const file = fileOf(entry)
      try {
        await replace(files, file, `${JSON.stringify(entry)}\n`)
        return true
      } catch (error) {
        return tell(error, file)
      }
    },
    async drop(entry) {
      const file = fileOf(entry)
      try {
        await files.remove(file)
        await files.syncFolder(folder)
        return true
      } catch (error) {
        return tell(error, file)
      }
    },
    async takeNote(channel) {
      const file = path.join(folder, noteFileName(channel))
      try {
        if ((await files.stat(file)) === null) return false
        await files.remove(file)
        return true
      } catch (error) {
        return tell(error, file)
      }
    },
  }
}

/**
 * Leaves a note in the folder of a queue that a channel works, for the program that has it open. Where there is no such folder nothing waits.
 * Rejects with the system's errors.
 */
export async function noteWorking(files: FileSystem, folder: string, channel: string): Promise<void> {
  try {
    await replace(files, path.join(folder, noteFileName(channel)), '')
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

/**
 * Opens the folder of a queue, makes it where it is not there, and reads what waits in it. A file that can't be read, or is no entry of this
 * version's, is told to the log and left where it is. Throws FOLDER_UNREADABLE.
 */
export async function openQueueFolder(
  files: FileSystem,
  logger: Logger,
  folder: string,
): Promise<{ readonly disk: QueueFolder; readonly entries: readonly QueueEntry[] }> {
  const entries: QueueEntry[] = []
  try {
    await files.makeFolder(folder)
    for (const name of await files.list(folder)) {
      const file = path.join(folder, name)
      if (name.endsWith(unfinished)) await files.remove(file)
      if (!isEntryFile(name)) continue
      const entry = await readText(files, file).then((text) => readEntry(text, name), errnoOf)
      if (entry !== null && typeof entry !== 'string') entries.push(entry)
      else logger.error('channels.queue-file-unreadable', { file, errno: entry })
    }
  } catch (error) {
    throw new FaultError({ code: 'FOLDER_UNREADABLE', path: folder, errno: errnoOf(error) }, { cause: error })
  }
  return { disk: folderOf(files, logger, folder), entries }
}
