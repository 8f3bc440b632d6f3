import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../../engine/engine.ts'
import { imageFolderName } from './image-folder.ts'

/** An image that is used now. */
export interface UsedImage {
  /** Absolute path; whether the file is there is its user's to see. */
  readonly file: string
  /** What its last user said of it: when a live database was copied. Null when there is none yet. */
  readonly copiedAt: string | null
  /** Says so to the next user; null: what is there, if anything, is not to be used. */
  keepCopiedAt(copiedAt: string | null): void
}

/** What is kept of databases that were looked into. */
export interface ImageCache {
  /**
   * Hands out the images of the keys, each to one user at a time, and a signal that is aborted when the cache is cleared. A key is a
   * part of a file's name. Throws JOB_CANCELLED while it is being cleared.
   */
  use<T>(
    keys: readonly string[],
    signal: AbortSignal,
    work: (images: readonly UsedImage[], signal: AbortSignal) => Promise<T>,
  ): Promise<T>
  /** Removes the image of a key, once those who use it have ended; one that is not there is no error. Never throws. */
  drop(key: string): Promise<void>
  /** A new path in the same folder, for something that its maker removes. */
  scratchFile(): string
  /** Cancels those who use an image, waits for them, and removes every one. */
  clear(): Promise<void>
}

/** The most images that are kept when nobody uses them. */
const mostImages = 8
/** The most that they may take together; the one used last is kept whatever its size. Bytes. */
const mostBytes = 4 * 2 ** 30

interface Entry {
  readonly file: string
  copiedAt: string | null
  /** The end of the last use that was asked for. */
  last: Promise<void>
  users: number
}

class Images implements ImageCache {
  readonly #ports: Ports
  readonly #folder: string
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>()
  #canceller = new AbortController()

  constructor(ports: Ports, looksFolder: string) {
    this.#ports = ports
    this.#folder = path.join(looksFolder, imageFolderName(ports))
  }

  async use<T>(
    keys: readonly string[],
    signal: AbortSignal,
    work: (images: readonly UsedImage[], signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const canceller = this.#canceller
    const taken = await this.#take([...new Set(keys)])
    try {
      const either = AbortSignal.any([signal, canceller.signal])
      either.throwIfAborted()
      return await work(
        keys.map((key) => usedImage(taken.entries.get(key)!)),
        either,
      )
    } finally {
      taken.release()
      // A cache that is being cleared is emptied by that.
      if (!canceller.signal.aborted) await this.#evict()
    }
  }

  async drop(key: string): Promise<void> {
    if (!this.#entries.has(key)) return
    const taken = await this.#take([key])
    const entry = taken.entries.get(key)!
    entry.copiedAt = null
    await this.#ports.files.remove(entry.file).catch((error: unknown) => {
      const errno = (error as NodeJS.ErrnoException).code
      this.#ports.logger.warn('images.not_removed', { file: entry.file, errno })
    })
    taken.release()
    if (entry.users === 0) this.#entries.delete(key)
  }

  scratchFile(): string {
    return path.join(this.#folder, `${this.#ports.ids.newId()}.scratch`)
  }

  async clear(): Promise<void> {
    this.#canceller.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    await Promise.all([...this.#entries.values()].map(({ last }) => last))
    this.#entries.clear()
    await this.#ports.files.removeFolder(this.#folder).catch((error: unknown) => {
      const errno = (error as NodeJS.ErrnoException).code
      this.#ports.logger.warn('images.not_removed', { folder: this.#folder, errno })
    })
    this.#canceller = new AbortController()
  }

  /** Waits for each in the order of their names, so that two users of two images never wait for each other. */
  async #take(
    keys: readonly string[],
  ): Promise<{ readonly entries: ReadonlyMap<string, Entry>; release(): void }> {
    const entries = new Map<string, Entry>()
    const ends: (() => void)[] = []
    for (const key of keys.toSorted()) {
      const entry = this.#entryOf(key)
      const before = entry.last
      const { promise, resolve } = Promise.withResolvers<void>()
      entry.users += 1
      entry.last = before.then(() => promise)
      ends.push(() => {
        entry.users -= 1
        resolve()
      })
      await before
      entries.set(key, entry)
    }
    return {
      entries,
      release: () => {
        for (const end of ends) end()
      },
    }
  }

  #entryOf(key: string): Entry {
    const known = this.#entries.get(key)
    const entry = known ?? {
      file: path.join(this.#folder, `${key}.db`),
      copiedAt: null,
      last: Promise.resolve(),
      users: 0,
    }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  async #remove(key: string, entry: Entry): Promise<void> {
    // Who asks for it meanwhile waits until the old file is gone.
    entry.last = this.#ports.files.remove(entry.file).catch(() => undefined)
    entry.copiedAt = null
    await entry.last
    if (entry.users === 0) this.#entries.delete(key)
  }

  /** Removes those used longest ago until the rest is within bounds. */
  async #evict(): Promise<void> {
    let count = 0
    let bytes = 0
    for (const [key, entry] of [...this.#entries].toReversed()) {
      const facts = await this.#ports.files.stat(entry.file)
      count += 1
      bytes += facts?.sizeBytes ?? 0
      const isWithin = count === 1 || (count <= mostImages && bytes <= mostBytes)
      if (!isWithin && entry.users === 0) await this.#remove(key, entry)
    }
  }
}

function usedImage(entry: Entry): UsedImage {
  return {
    file: entry.file,
    copiedAt: entry.copiedAt,
    keepCopiedAt: (copiedAt) => {
      entry.copiedAt = copiedAt
    },
  }
}

/** An empty cache for this process, below `looksFolder`. Makes nothing before an image is asked for. */
export function createImageCache(ports: Ports, looksFolder: string): ImageCache {
  return new Images(ports, looksFolder)
}
