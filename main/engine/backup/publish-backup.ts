import path from 'node:path'

import { endingFor, folderFor, stemFor, type BackupNaming } from '../../../shared/domain/backup-file-name.ts'
import type { StoringOrder } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, manifestOf, pagesOf } from '../vault/layout.ts'
import { nameSettledFile, publishBytes, type UnpublishedFile } from '../vault/publish-file.ts'
import { errnoOf } from '../vault/vault-faults.ts'

/** The names that one backup has taken, so that all can be given up again. */
export interface Published {
  /** Absolute paths in the order they were taken. */
  readonly paths: string[]
}

/** More backups of one database in one second mean that something is wrong. */
const copyLimit = 1000

/** Page index or manifest of a payload that was lost: its name is not free, although no payload has it. */
async function hasRemains(ports: Ports, payload: string): Promise<boolean> {
  for (const part of [pagesOf(payload), manifestOf(payload)]) {
    if ((await ports.files.stat(part)) !== null) return true
  }
  return false
}

/**
 * Names a settled payload: the first free name of its second. Returns it relative to the vault.
 * The payload's name is what its page index and manifest are named after, so taking it takes all three.
 */
export async function namePayload(
  ports: Ports,
  order: StoringOrder & Pick<BackupNaming, 'type' | 'takenAt'>,
  payload: UnpublishedFile,
  published: Published,
): Promise<string> {
  const { database, type, label, takenAt } = order
  const folder = folderFor(label)
  for (let copy = 1; ; copy += 1) {
    const name = `${stemFor({ database, type, label, takenAt }, copy)}${endingFor(order.stored)}`
    const target = inVault(order.vault.folder, `${folder}/${name}`)
    if (await hasRemains(ports, target)) continue
    try {
      await nameSettledFile(ports, payload, target, () => published.paths.push(target))
      return `${folder}/${name}`
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || copy >= copyLimit) throw error
    }
  }
}

/** Publishes a page index or manifest beside its payload. */
export async function publishPart(
  ports: Ports,
  target: string,
  bytes: Uint8Array,
  runId: string,
  published: Published,
): Promise<void> {
  await publishBytes(ports, target, bytes, runId, () => published.paths.push(target))
}

/**
 * Gives up what a failed run has published, manifest first: what is left if this fails as well is a whole backup, or files
 * without a manifest, which a sweep clears. Never throws.
 */
export async function withdraw(ports: Ports, published: Published): Promise<void> {
  for (const target of published.paths.toReversed()) {
    try {
      await ports.files.remove(target)
    } catch (error) {
      ports.logger.warn('backup.not_withdrawn', { file: path.basename(target), errno: errnoOf(error) })
      return
    }
  }
}
