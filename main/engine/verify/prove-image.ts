import path from 'node:path'

import {
  concludeValidation,
  type CheckOutcome,
  type IntegrityCheck,
  type IntegrityExtent,
  type Validation,
} from '../../../shared/domain/validation.ts'
import type { RunContext } from '../engine-types.ts'
import type { ImageReader } from '../image/image-reader.ts'
import type { PageTags } from '../image/page-tags.ts'
import { passOverImage, type RebuiltImage } from '../image/rebuild-image.ts'
import { TagPass } from '../image/tag-pass.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { VaultRun } from '../vault/run-in-vault.ts'
import { errnoOf, writingVault } from '../vault/vault-faults.ts'
import { checkDatabase, type DatabaseChecks } from './check-database.ts'
import { concludeCheck, elapsedMs, notMade } from './check-outcome.ts'
import { damageOf, damageText, type Damage } from './file-checks.ts'

/** What a proof works with. */
export interface ProofOrder {
  readonly reader: ImageReader
  readonly vaultRun: VaultRun
  /** What SQLite is to check. */
  readonly extent: IntegrityExtent
  readonly threads: number
  readonly run: RunContext
  /** Whether tags of the image are made on the way; left out: they are not. */
  readonly makesTags?: boolean | undefined
}

/** All checks but `file_accessibility`, and the first damage found. */
export interface Proof {
  readonly checks: DatabaseChecks & { readonly checksum_match: CheckOutcome }
  readonly integrity: IntegrityCheck | null
  readonly damage: Damage | null
  /** Of the image that was rebuilt; null where none were made. */
  readonly tags: PageTags | null
}

/** A rebuilt image, and its tags where they were made. */
interface Rebuilt extends RebuiltImage {
  readonly tags: PageTags | null
}

/** The backup stands without tags: an error of reading the scratch file leaves them out. */
async function finishTags(
  ports: Ports,
  { record }: ImageReader,
  tagPass: TagPass | undefined,
  image: OpenFile,
): Promise<PageTags | null> {
  if (tagPass === undefined) return null
  const { root, pageSize, pageCount } = record
  try {
    return { root, pageSize, pageCount, key: tagPass.key, tags: await tagPass.finish(image) }
  } catch (error) {
    ports.logger.warn('page_tags.not_made', { errno: errnoOf(error) })
    return null
  }
}

async function rebuildInScratch(ports: Ports, order: ProofOrder, file: string): Promise<Rebuilt> {
  const { reader, vaultRun, run, threads, makesTags } = order
  const { pageSize, pageCount } = reader.record
  const tagPass = makesTags === true ? new TagPass(pageSize, pageCount) : undefined
  const into = await ports.files.open(file, 'create')
  try {
    const rebuilt = await passOverImage(ports, reader, into, {
      threads,
      signal: run.signal,
      mustMatchStored: false,
      onProgress(doneBytes, totalBytes) {
        void vaultRun.lease?.renew()
        run.onProgress({ step: 'proving', doneBytes, totalBytes })
      },
      tagPass,
    })
    return { ...rebuilt, tags: await finishTags(ports, reader, tagPass, into) }
  } finally {
    await into.close()
  }
}

function concludeChecksum(reader: ImageReader, rebuilt: RebuiltImage, durationMs: number): CheckOutcome {
  const { sha256, pageCount } = reader.record
  const isSame = rebuilt.storedSha256 === sha256
  const findings = isSame ? [] : [`the stored bytes have SHA-256 ${rebuilt.storedSha256} and not ${sha256}`]
  const detail = `stored bytes and all ${pageCount} pages as recorded; root ${rebuilt.root}`
  return concludeCheck(findings, detail, durationMs)
}

function unprovable(damage: Damage, durationMs: number): Proof {
  const because = notMade('the image could not be rebuilt (checksum_match)')
  return {
    checks: {
      database_readable: because,
      schema_integrity: because,
      data_consistency: because,
      checksum_match: { status: 'failed', detail: damageText(damage), durationMs },
    },
    integrity: null,
    damage,
    tags: null,
  }
}

/**
 * Rebuilds a backup's image into the run's scratch folder in one read of its payload, and makes four of the five checks.
 * What is wrong with the backup is an outcome; rejects with the faults of writing the vault and with the signal's reason.
 */
export async function proveImage(ports: Ports, order: ProofOrder): Promise<Proof> {
  const { reader, vaultRun, run } = order
  const { record } = reader
  const file = path.join(vaultRun.scratchFolder, 'image.db')
  const sinceMs = ports.clock.monotonicMs()
  try {
    const rebuilt = await writingVault(ports, reader.vaultFolder, () => rebuildInScratch(ports, order, file))
    const checksum = concludeChecksum(reader, rebuilt, elapsedMs(ports, sinceMs))
    run.onProgress({ step: 'checking', doneBytes: record.sourceBytes, totalBytes: record.sourceBytes })
    const expected = { ...record, description: reader.description }
    const { extent: integrity, threads } = order
    const checked = await checkDatabase(ports, file, expected, { integrity, threads, signal: run.signal })
    const damage = checksum.status === 'failed' ? damageIn(record.file, checksum.detail) : null
    return {
      checks: { ...checked.checks, checksum_match: checksum },
      integrity: checked.integrity,
      damage,
      tags: damage === null ? rebuilt.tags : null,
    }
  } catch (error) {
    return unprovable(damageOf(error), elapsedMs(ports, sinceMs))
  } finally {
    // Its own `-wal` and `-shm` go with the scratch folder.
    await ports.files.remove(file).catch(() => undefined)
  }
}

function damageIn(file: string, detail: string): Damage {
  return { code: 'BACKUP_DAMAGED', file, detail }
}

/** The verdict at this moment, from the check of the files and the proof. */
export function concludeProof(ports: Ports, files: CheckOutcome, proof: Proof): Validation {
  const checkedAt = new Date(ports.clock.now()).toISOString()
  return concludeValidation(checkedAt, { file_accessibility: files, ...proof.checks }, proof.integrity)
}
