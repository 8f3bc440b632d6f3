import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

import { pack, type Pack } from 'tar-stream'

import { readExactly } from '../image/stored-file.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'

/** One member to pack: its bytes, or the file that holds so many. */
export interface PackedMember {
  readonly name: string
  readonly sizeBytes: number
  readonly from: { readonly bytes: Uint8Array } | { readonly path: string }
}

/** What is packed and how. */
export interface Packing {
  readonly members: readonly PackedMember[]
  /** Of every member. */
  readonly modifiedAt: Date
  readonly signal: AbortSignal
  /** Bytes of members that were packed. */
  onProgress(doneBytes: number): void
}

const readBytes = 1 << 20
/** What is packed is compressed already. */
const gzipLevel = 1

async function* bytesOf(ports: Ports, { name, sizeBytes, from }: PackedMember): AsyncGenerator<Uint8Array> {
  if ('bytes' in from) yield from.bytes
  else yield* bytesOfFile(ports, name, from.path, sizeBytes)
}

async function* bytesOfFile(
  ports: Ports,
  name: string,
  path: string,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  const file = await ports.files.open(path, 'read')
  try {
    for (let at = 0; at < sizeBytes; at += readBytes) {
      yield await readExactly(file, name, at, Math.min(readBytes, sizeBytes - at))
    }
  } finally {
    await file.close()
  }
}

async function feed(ports: Ports, tar: Pack, packing: Packing): Promise<void> {
  let doneBytes = 0
  for (const member of packing.members) {
    const header = { name: member.name, size: member.sizeBytes, mode: 0o600, mtime: packing.modifiedAt }
    const ended = Promise.withResolvers<void>()
    const entry = tar.entry(header, (error) => (error ? ended.reject(error) : ended.resolve()))
    ended.promise.catch(() => undefined)
    entry.on('error', ended.reject)
    for await (const bytes of bytesOf(ports, member)) {
      packing.signal.throwIfAborted()
      if (!entry.write(bytes)) await Promise.race([once(entry, 'drain'), ended.promise])
      packing.onProgress((doneBytes += bytes.length))
    }
    entry.end(null)
    await ended.promise
  }
  tar.finalize()
}

/**
 * Writes members as one `.tar.gz` into an empty file, in order, with nothing of this machine or user in it. Returns what was
 * written. Rejects with the system's errors and the signal's reason.
 */
export async function packArchive(
  ports: Ports,
  into: OpenFile,
  packing: Packing,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const tar = pack()
  tar.on('error', () => undefined)
  const digest = createHash('sha256')
  let sizeBytes = 0
  // Where one end fails the other only says that its stream was ended: the first that fails is the reason.
  let failure: { readonly error: unknown } | undefined
  const failWith = (error: unknown): void => {
    failure ??= { error }
    tar.destroy(error as Error)
  }
  const write = async (chunk: Uint8Array): Promise<void> => {
    digest.update(chunk)
    await into.write(chunk, sizeBytes).catch((error: unknown) => {
      failWith(error)
      throw error
    })
    sizeBytes += chunk.length
  }
  const writing = pipeline(
    Readable.from(tar as AsyncIterable<Uint8Array>),
    createGzip({ level: gzipLevel }),
    async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) await write(chunk)
    },
  )
  await Promise.all([feed(ports, tar, packing).catch(failWith), writing.catch(failWith)])
  if (failure !== undefined) throw failure.error
  return { sizeBytes, sha256: digest.digest('hex') }
}
