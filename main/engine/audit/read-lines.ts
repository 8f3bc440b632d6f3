import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault } from '../vault/layout.ts'
import { segmentLimitBytes, type AuditSegment } from './audit-segments.ts'

const chunkBytes = 1 << 20
const lineEnd = 0x0a

/** What is between two ends of lines, as it is. */
export interface RawLine {
  readonly bytes: Uint8Array
  /** Whether an end of line is behind it. */
  readonly isEnded: boolean
}

async function* chunksOf(file: OpenFile, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < sizeBytes; position += chunkBytes) {
    const chunk = new Uint8Array(Math.min(chunkBytes, sizeBytes - position))
    const read = await file.read(chunk, position)
    yield chunk.subarray(0, read)
    if (read < chunk.length) return
  }
}

/** A line that never ends takes no more memory than this; what comes then is another one. */
const rawLimitBytes = 4 << 20

/**
 * The lines of one file of a log, as long as it was when it was opened. What follows the last end of a line is the last one, not ended.
 * Rejects with the system's errors.
 */
export async function* readLines(
  ports: Ports,
  folder: string,
  { file }: AuditSegment,
): AsyncGenerator<RawLine> {
  const open = await ports.files.open(inVault(folder, file), 'read')
  try {
    const { sizeBytes } = await open.stat()
    let rest: Uint8Array = new Uint8Array(0)
    for await (const chunk of chunksOf(open, Math.min(sizeBytes, segmentLimitBytes))) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let from = 0
      for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, from)) {
        yield { bytes: bytes.subarray(from, end), isEnded: true }
        from = end + 1
      }
      rest = bytes.subarray(from)
      if (rest.length > rawLimitBytes) {
        yield { bytes: rest, isEnded: false }
        rest = new Uint8Array(0)
      }
    }
    if (rest.length > 0) yield { bytes: rest, isEnded: false }
  } finally {
    await open.close()
  }
}
