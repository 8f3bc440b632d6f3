import path from 'node:path'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { decodePageTags, encodePageTags, type PageTags } from '../image/page-tags.ts'
import type { Ports } from '../ports/ports.ts'
import { errnoOf } from '../vault/vault-faults.ts'

/**
 * The two files of a database's tags: those of its newest full, which differentials are compared with, and those of the newest backup
 * after it. Each replaces the one before, so there are never more.
 */
const slots = ['newest', 'full'] as const

function fileOf(folder: string, databaseId: string, slot: (typeof slots)[number]): string {
  return path.join(folder, `${databaseId}.${slot}.tags`)
}

/** The tags of an image of 4 TiB. Those of a larger one are not read. Bytes. */
const largestBytes = 2 ** 30

async function readTags(ports: Ports, file: string): Promise<PageTags | null> {
  const facts = await ports.files.stat(file)
  if (facts === null || !facts.isFile || facts.sizeBytes > largestBytes) return null
  const open = await ports.files.open(file, 'read')
  try {
    const bytes = Buffer.allocUnsafeSlow(facts.sizeBytes)
    return (await open.read(bytes, 0)) === bytes.length ? decodePageTags(bytes) : null
  } finally {
    await open.close()
  }
}

/** Not flushed: what a power cut leaves half written fails its checksum, and is made again. */
async function replaceTags(ports: Ports, file: string, tags: PageTags): Promise<void> {
  const { files } = ports
  await files.makeFolder(path.dirname(file))
  // One name for all: what a killed process leaves is taken away by the next.
  const unfinished = `${file}.new`
  await files.remove(unfinished)
  const open = await files.open(unfinished, 'create')
  try {
    await open.write(encodePageTags(tags), 0)
  } finally {
    await open.close()
  }
  await files.rename(unfinished, file)
}

function isOf(tags: PageTags, { root, pageSize, pageCount }: BackupRecord): boolean {
  return tags.root === root && tags.pageSize === pageSize && tags.pageCount === pageCount
}

/** The tags of a backup's image, where they are there and whole. Never throws: without them every page is hashed. */
export async function findPageTags(
  ports: Ports,
  folder: string | null,
  record: BackupRecord,
): Promise<PageTags | null> {
  if (folder === null) return null
  for (const slot of slots) {
    try {
      const tags = await readTags(ports, fileOf(folder, record.databaseId, slot))
      if (tags !== null && isOf(tags, record)) return tags
    } catch (error) {
      ports.logger.warn('page_tags.not_read', { folder, errno: errnoOf(error) })
    }
  }
  return null
}

/** Keeps the tags of a backup that has been proved, in place of those that its database had. Never throws: the backup stands without them. */
export async function keepPageTags(
  ports: Ports,
  folder: string,
  { databaseId, type }: BackupRecord,
  tags: PageTags,
): Promise<void> {
  try {
    await replaceTags(ports, fileOf(folder, databaseId, type === 'full' ? 'full' : 'newest'), tags)
    if (type === 'full') await ports.files.remove(fileOf(folder, databaseId, 'newest'))
  } catch (error) {
    ports.logger.warn('page_tags.not_kept', { folder, errno: errnoOf(error) })
  }
}

/** Removes what is kept for a database. Rejects with the system's errors. */
export async function removePageTags(ports: Ports, folder: string, databaseId: string): Promise<void> {
  for (const slot of slots) {
    const file = fileOf(folder, databaseId, slot)
    await ports.files.remove(file)
    await ports.files.remove(`${file}.new`)
  }
}

/**
 * Removes the tags of a database's images that no backup has any more: whoever has the key in them can tell whether a guess at the content is
 * right. `hasBackup` says whether a backup has a root. Never throws.
 */
export async function dropPageTags(
  ports: Ports,
  folder: string,
  databaseId: string,
  hasBackup: (root: string) => boolean,
): Promise<void> {
  for (const slot of slots) {
    const file = fileOf(folder, databaseId, slot)
    try {
      const tags = await readTags(ports, file)
      if (tags === null || !hasBackup(tags.root)) await ports.files.remove(file)
    } catch (error) {
      ports.logger.warn('page_tags.not_dropped', { folder, errno: errnoOf(error) })
    }
  }
}
