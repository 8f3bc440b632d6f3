import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault } from '../vault/layout.ts'
import { errnoOf } from '../vault/vault-faults.ts'
import type { VaultAccess } from '../engine-types.ts'
import { auditKeysOf } from './audit-keys.ts'
import { checkpointText, genesisOf } from './audit-line.ts'
import { listSegments } from './audit-segments.ts'
import { findEnd } from './find-end.ts'

/** A text that goes with an export. */
export interface ExportedText {
  readonly name: string
  readonly text: string
}

/** What was exported. */
export interface ExportedLog {
  readonly entries: number
  readonly head: string
  readonly files: readonly string[]
  readonly sizeBytes: number
}

const chunkBytes = 4 << 20

async function writeNew(ports: Ports, file: string, text: string): Promise<number> {
  const open = await ports.files.open(file, 'create')
  const bytes = new TextEncoder().encode(text)
  try {
    await open.write(bytes, 0)
    await open.sync()
  } finally {
    await open.close()
  }
  return bytes.length
}

async function copyFile(ports: Ports, from: string, to: string): Promise<number> {
  const source = await ports.files.open(from, 'read')
  try {
    const copy = await ports.files.open(to, 'create')
    try {
      const { sizeBytes } = await source.stat()
      for (let position = 0; position < sizeBytes; position += chunkBytes) {
        const chunk = new Uint8Array(Math.min(chunkBytes, sizeBytes - position))
        const read = await source.read(chunk, position)
        await copy.write(chunk.subarray(0, read), position)
      }
      await copy.sync()
      return sizeBytes
    } finally {
      await copy.close()
    }
  } finally {
    await source.close()
  }
}

async function refuseWhatIsThere(ports: Ports, toFolder: string): Promise<void> {
  const there = await ports.files.stat(toFolder)
  if (there === null) return
  const isEmpty = there.isDirectory && (await ports.files.list(toFolder)).length === 0
  if (!isEmpty) throw new FaultError({ code: 'EXPORT_FAILED', path: toFolder, errno: 'EEXIST' })
}

/** A checkpoint over the whole of an export, signed where the vault has a key. */
function checkpointOf(access: VaultAccess, entries: number, head: string, at: string): string {
  const [keys] = auditKeysOf(access)
  const { vaultId } = access
  const checkpoint = {
    format: 'holdfast-audit-checkpoint',
    formatVersion: 1,
    vaultId,
    entries,
    head,
    at,
    publicKey: keys?.publicKey ?? null,
    signature: keys?.signatureOf(checkpointText(vaultId, entries, head, at)) ?? null,
  }
  return `${JSON.stringify(checkpoint, null, 2)}\n`
}

/**
 * Copies a vault's whole audit log into a folder that is not there yet, or is empty, with a checkpoint over all of it and `texts`. Throws
 * EXPORT_FAILED.
 */
export async function exportLog(
  ports: Ports,
  access: VaultAccess,
  toFolder: string,
  texts: readonly ExportedText[],
): Promise<ExportedLog> {
  const { folder, vaultId } = access
  try {
    await refuseWhatIsThere(ports, toFolder)
    await ports.files.makeFolder(toFolder)
    let sizeBytes = 0
    const segments: { readonly file: string; readonly firstSeq: number }[] = []
    for (const { file, firstSeq } of await listSegments(ports, folder)) {
      const name = path.basename(file)
      sizeBytes += await copyFile(ports, inVault(folder, file), path.join(toFolder, name))
      segments.push({ file: name, firstSeq })
    }
    // Of the copy: somebody may have written on meanwhile.
    const { last } = await findEnd(ports, toFolder, segments)
    const entries = last?.entry.seq ?? 0
    const head = last?.hash ?? genesisOf(vaultId)
    const at = new Date(ports.clock.now()).toISOString()
    const all = [{ name: 'checkpoint.json', text: checkpointOf(access, entries, head, at) }, ...texts]
    for (const { name, text } of all) sizeBytes += await writeNew(ports, path.join(toFolder, name), text)
    await ports.files.syncFolder(toFolder)
    return {
      entries,
      head,
      files: [...segments.map(({ file }) => file), ...all.map(({ name }) => name)],
      sizeBytes,
    }
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    throw new FaultError({ code: 'EXPORT_FAILED', path: toFolder, errno }, { cause: error })
  }
}
