import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { flushWhileWriting } from '../ports/flush-while-writing.ts'
import { inVault, vaultPaths } from '../vault/layout.ts'
import type { ArchiveReading } from './read-archive.ts'
import { readSystem, type MemberSink, type ReadSystem, type SystemPlace } from './read-system.ts'
import type { SystemManifest } from './system-manifest.ts'

/** Tables of the file system, leases, and what else a vault needs. */
const besidesBytes = 1 << 20

async function refuseIfFull(ports: Ports, folder: string, { members }: SystemManifest): Promise<void> {
  const neededBytes = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + besidesBytes
  const freeBytes = await ports.files.freeBytes(folder)
  if (freeBytes < neededBytes) {
    throw new FaultError({ code: 'VAULT_FULL', path: folder, neededBytes, freeBytes })
  }
}

async function fileSink(ports: Ports, target: string, written: string[]): Promise<MemberSink> {
  await ports.files.makeFolder(path.dirname(target))
  const file = flushWhileWriting(await ports.files.open(target, 'create'))
  written.push(target)
  let position = 0
  return {
    async write(bytes) {
      await file.write(bytes, position)
      position += bytes.length
    },
    async end(isWhole) {
      try {
        if (isWhole) await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}

async function writeWhole(sink: MemberSink, parts: readonly Uint8Array[]): Promise<void> {
  let isWhole = false
  try {
    for (const bytes of parts) await sink.write(bytes)
    isWhole = true
  } finally {
    await sink.end(isWhole)
  }
}

/**
 * Writes an archive's members into a folder, checked as they come, and its vault file last: a folder where that is missing is no vault.
 * What was written is removed where anything fails. Nothing is written outside the folder, and nothing that is there is replaced.
 * Throws as `readSystem`, VAULT_FULL, and rejects with the system's errors.
 */
export async function extractSystem(
  ports: Ports,
  place: SystemPlace,
  folder: string,
  reading: Omit<ArchiveReading, 'take'>,
): Promise<ReadSystem> {
  const written: string[] = []
  const vaultFile: Uint8Array[] = []
  const keeping: MemberSink = {
    write: async (bytes) => void vaultFile.push(Buffer.from(bytes)),
    end: async () => undefined,
  }
  try {
    const read = await readSystem(ports, place, reading, {
      begin: (manifest) => refuseIfFull(ports, folder, manifest),
      open: async ({ name }) =>
        name === vaultPaths.vaultFile ? keeping : fileSink(ports, inVault(folder, name), written),
    })
    await writeWhole(await fileSink(ports, inVault(folder, vaultPaths.vaultFile), written), vaultFile)
    const folders = [...written.map((file) => path.dirname(file)), folder, path.dirname(folder)]
    for (const one of new Set(folders)) await ports.files.syncFolder(one)
    return read
  } catch (error) {
    for (const file of written.toReversed()) await ports.files.remove(file).catch(() => undefined)
    throw error
  }
}
