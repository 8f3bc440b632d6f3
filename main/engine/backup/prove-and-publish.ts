import path from 'node:path'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { openReader } from '../image/image-reader.ts'
import type { Manifest } from '../image/manifest.ts'
import { writeManifest } from '../image/write-manifest.ts'
import { inVault, manifestOf } from '../vault/layout.ts'
import { refuseSwept } from '../vault/publish-file.ts'
import { concludeCheck, elapsedMs } from '../verify/check-outcome.ts'
import { damageText, lookAtFiles, ofChain } from '../verify/file-checks.ts'
import type { PageTags } from '../image/page-tags.ts'
import { concludeProof, proveImage } from '../verify/prove-image.ts'
import type { BackupWork } from './backup-work.ts'
import { keepPageTags } from './keep-page-tags.ts'
import { publishPart } from './publish-backup.ts'

/** Where tags of its image are kept; null: nowhere. No change is ever based on a schema backup. */
function tagsFolderOf({ order }: BackupWork, { type }: BackupRecord): string | null {
  return type === 'schema' ? null : (order.pageTagsFolder ?? null)
}

/** The verdict, and tags of the image that was rebuilt for it. */
interface Proved {
  readonly validation: BackupRecord['validation']
  readonly tags: PageTags | null
}

/**
 * The five checks on what is stored; the manifest is not written before they are made. Throws the damage of a backup that this one
 * needs: not what was stored now is wrong, but what it stands on.
 */
async function prove(work: BackupWork, manifest: Manifest): Promise<Proved> {
  const { ports, order, vaultRun, run } = work
  const sinceMs = ports.clock.monotonicMs()
  const { bytes, fault } = await lookAtFiles(ports, order.vault, manifest)
  const files = concludeCheck(
    fault === null ? [] : [damageText(fault)],
    `page index and payload ${ofChain(manifest.record)}are there, of the recorded sizes (${bytes} bytes)`,
    elapsedMs(ports, sinceMs),
  )
  const reader = await openReader(ports, order.vault, manifest)
  const { threads, fullCheckLimitBytes } = order
  const extent = manifest.record.sourceBytes > fullCheckLimitBytes ? 'quick' : 'full'
  const makesTags = tagsFolderOf(work, manifest.record) !== null
  const proof = await proveImage(ports, { reader, vaultRun, extent, threads, run, makesTags })
  const { damage, tags } = proof
  if (damage !== null && manifest.record.needs.some(({ file }) => file === damage.file)) {
    throw new FaultError(damage)
  }
  return { validation: concludeProof(ports, files, proof), tags }
}

/** What can't be rebuilt is no backup and gets no manifest; a true image of a damaged source does, with its verdict. */
function refuseUnrestorable(record: BackupRecord): void {
  const { file_accessibility: files, checksum_match: checksum } = record.validation.checks
  if (files.status === 'passed' && checksum.status === 'passed') return
  const checks = checkNames.filter((name) => record.validation.checks[name].status === 'failed')
  const { detail } = checksum.status === 'failed' ? checksum : files
  throw new FaultError({ code: 'VALIDATION_FAILED', file: record.file, checks, detail })
}

/**
 * Makes the checks of what is stored, and publishes its manifest: from then on it is a backup. Throws as `takeBackup`, and the damage of
 * a backup that it needs.
 */
export async function proveAndPublish(work: BackupWork, unproved: Manifest): Promise<BackupRecord> {
  const { ports, order, run, vaultRun, vaultKey, published } = work
  const { validation, tags } = await prove(work, unproved)
  const record = { ...unproved.record, validation }
  const target = inVault(order.vault.folder, manifestOf(record.file))
  const written = [...published.paths]
  await refuseSwept(ports, path.dirname(target), written)
  refuseUnrestorable(record)
  run.signal.throwIfAborted()
  const bytes = writeManifest({ ...unproved, record }, vaultKey)
  await publishPart(ports, target, bytes, vaultRun.runId, published)
  // Before the manifest was there, both were a leftover to whoever took this run for dead.
  await refuseSwept(ports, path.dirname(target), written)
  const tagsFolder = tagsFolderOf(work, record)
  if (tagsFolder !== null && tags !== null) await keepPageTags(ports, tagsFolder, record, tags)
  return record
}
