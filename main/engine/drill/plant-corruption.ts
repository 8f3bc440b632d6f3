import type { CorruptionKind } from '../../../shared/domain/drills/detection.ts'
import { assertNever } from '../../../shared/base/assert-never.ts'
import type { Ports } from '../ports/ports.ts'

const mostOverwritten = 64
const mostAdded = 64
const mostCut = 20

async function overwrite(
  ports: Ports,
  file: string,
  at: number,
  change: (byte: number) => number,
  length: number,
): Promise<void> {
  const open = await ports.files.open(file, 'update')
  try {
    const bytes = new Uint8Array(length)
    await open.read(bytes, at)
    await open.write(bytes.map(change), at)
  } finally {
    await open.close()
  }
}

async function cutTo(ports: Ports, file: string, sizeBytes: number): Promise<void> {
  const open = await ports.files.open(file, 'update')
  try {
    await open.truncate(sizeBytes)
  } finally {
    await open.close()
  }
}

async function lengthen(ports: Ports, file: string, sizeBytes: number): Promise<void> {
  const open = await ports.files.open(file, 'update')
  try {
    await open.write(new Uint8Array(mostAdded).fill(0x0a), sizeBytes)
  } finally {
    await open.close()
  }
}

/**
 * Corrupts a file, which must be a copy. `chance` (from 0 up to, not including, 1) says where. Answers the first byte that is another one;
 * null where the length is, or the file is gone. Rejects with the system's errors.
 */
export async function plantCorruption(
  ports: Ports,
  file: string,
  kind: CorruptionKind,
  chance: number,
): Promise<number | null> {
  const facts = await ports.files.stat(file)
  const sizeBytes = facts?.sizeBytes ?? 0
  const length = Math.min(mostOverwritten, sizeBytes)
  const at = Math.floor(chance * (sizeBytes - (kind === 'bit' ? 0 : length - 1)))
  switch (kind) {
    case 'bit':
      await overwrite(ports, file, at, (byte) => byte ^ (1 << (at % 8)), 1)
      return at
    case 'zeroes':
      // Zeroes in the place of zeroes are no corruption.
      await overwrite(ports, file, at, (byte) => (byte === 0 ? 1 : 0), length)
      return at
    case 'cut':
      await cutTo(ports, file, Math.max(0, sizeBytes - 1 - Math.floor(chance * mostCut)))
      return null
    case 'longer':
      await lengthen(ports, file, sizeBytes)
      return null
    case 'empty':
      await cutTo(ports, file, 0)
      return null
    case 'gone':
      await ports.files.remove(file)
      return null
    default:
      return assertNever(kind, 'corruption')
  }
}
