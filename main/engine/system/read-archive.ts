import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { extract } from 'tar-stream'

import { FaultError } from '../../../shared/domain/fault.ts'
import { readExactly, readingStored } from '../image/stored-file.ts'
import type { Ports } from '../ports/ports.ts'

/** An archive to read. `file` is what faults call it. */
export interface ArchivePlace {
  readonly path: string
  readonly file: string
}

/** How an archive is read. */
export interface ArchiveReading {
  readonly signal: AbortSignal
  /** Bytes of the archive's file that were read. */
  onProgress(doneBytes: number, totalBytes: number): void
  /** Takes one member; it must read all bytes. `stop`: nothing more is read. */
  take(entry: ArchiveEntry): Promise<'go_on' | 'stop'>
}

/** One member as it comes. What it says of itself is not to be believed. */
export interface ArchiveEntry {
  readonly name: string
  /** `file` for an ordinary one. */
  readonly type: string
  readonly sizeBytes: number
  readonly bytes: AsyncIterable<Uint8Array>
}

const readBytes = 1 << 20

/** Throws BACKUP_DAMAGED. */
export function refuseArchive({ file }: Pick<ArchivePlace, 'file'>, detail: string): never {
  throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail })
}

interface Pulled {
  readonly digest: ReturnType<typeof createHash>
  sizeBytes: number
}

async function* bytesOf(
  ports: Ports,
  place: ArchivePlace,
  reading: ArchiveReading,
  pulled: Pulled,
): AsyncGenerator<Uint8Array> {
  const { file } = place
  const open = await readingStored(file, () => ports.files.open(place.path, 'read'))
  try {
    const { sizeBytes, isFile } = await readingStored(file, () => open.stat())
    if (!isFile) refuseArchive(place, 'it is no ordinary file')
    while (pulled.sizeBytes < sizeBytes) {
      reading.signal.throwIfAborted()
      const wanted = Math.min(readBytes, sizeBytes - pulled.sizeBytes)
      const bytes = await readExactly(open, file, pulled.sizeBytes, wanted)
      pulled.digest.update(bytes)
      pulled.sizeBytes += bytes.length
      reading.onProgress(pulled.sizeBytes, sizeBytes)
      yield bytes
    }
  } finally {
    await open.close()
  }
}

function isOfGzip(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('Z_')
}

/** What tar-stream says of bytes that are no tar; it has no codes. */
const tarComplaints =
  /^(Unexpected end of data|Invalid tar header|Invalid header|Header exceeds|Invalid Pax|Cannot )/i

function inWords(error: unknown): string | null {
  if (isOfGzip(error)) return `it was cut short or a byte of it was changed (${(error as Error).message})`
  const message = error instanceof Error ? error.message : ''
  return tarComplaints.test(message) ? `it is not whole (${message})` : null
}

async function readEntries(
  tar: ReturnType<typeof extract>,
  reading: ArchiveReading,
): Promise<'whole' | 'stopped'> {
  for await (const entry of tar) {
    const { name, type, size } = entry.header
    const bytes = entry as AsyncIterable<Uint8Array>
    const next = await reading.take({ name, type: type ?? 'unknown', sizeBytes: size, bytes })
    if (next === 'stop') return 'stopped'
  }
  return 'whole'
}

/**
 * Reads an archive's members in order, each once, as a stream. Returns the size and SHA-256 of its file; null where it was stopped
 * before its end. Throws BACKUP_DAMAGED for what is no whole `.tar.gz`, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, the
 * signal's reason, and what `take` throws.
 */
export async function readArchive(
  ports: Ports,
  place: ArchivePlace,
  reading: ArchiveReading,
): Promise<{ readonly sizeBytes: number; readonly sha256: string } | null> {
  const pulled: Pulled = { digest: createHash('sha256'), sizeBytes: 0 }
  const source = Readable.from(bytesOf(ports, place, reading, pulled), { objectMode: false })
  const gunzip = createGunzip()
  const tar = extract()
  // The first that fails is the reason; the streams after it only say that they were ended.
  let failure: { readonly error: unknown } | undefined
  const failWith = (error: unknown): void => {
    failure ??= { error }
    source.destroy()
    gunzip.destroy()
    tar.destroy(error as Error)
  }
  source.on('error', failWith)
  gunzip.on('error', failWith)
  tar.on('error', failWith)
  source.pipe(gunzip).pipe(tar)
  const closed = new Promise<void>((resolve) => source.once('close', resolve))
  let end: 'whole' | 'stopped' = 'stopped'
  try {
    end = await readEntries(tar, reading)
  } catch (error) {
    failWith(error)
  }
  source.destroy()
  gunzip.destroy()
  tar.destroy(new Error('stopped'))
  await closed
  if (failure !== undefined) {
    const words = inWords(failure.error)
    if (words === null) throw failure.error
    refuseArchive(place, words)
  }
  if (end === 'stopped') return null
  return { sizeBytes: pulled.sizeBytes, sha256: pulled.digest.digest('hex') }
}
