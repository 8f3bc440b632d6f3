import path from 'node:path'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import type { BackupOutcome, BackupRequest, RunContext } from '../engine-types.ts'
import { newDataKey } from '../image/data-key.ts'
import { openReader } from '../image/image-reader.ts'
import type { Manifest } from '../image/manifest.ts'
import { writeManifest } from '../image/write-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { provenSteps, type SnapshotSteps } from '../source/snapshot-steps.ts'
import { inVault, manifestOf } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { refuseSwept } from '../vault/publish-file.ts'
import { runInVault } from '../vault/run-in-vault.ts'
import type { VaultFacts } from '../vault/vault-file.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { concludeCheck, elapsedMs } from '../verify/check-outcome.ts'
import { damageText, lookAtFiles } from '../verify/file-checks.ts'
import { concludeProof, proveImage } from '../verify/prove-image.ts'
import { checkFreeSpace } from './check-free-space.ts'
import type { BackupWork } from './backup-work.ts'
import { publishPart, withdraw } from './publish-backup.ts'
import { storeImage } from './store-image.ts'

/** A backup that is not encrypted needs the vault's key as well, where there is one: its manifest is proved by it. */
function vaultKeyOf({ vault, stored }: BackupRequest, facts: VaultFacts): Uint8Array | null {
  if (vault.vaultKey !== null) return Buffer.from(vault.vaultKey, 'base64')
  if (stored.encryption === 'none' && facts.encryption === 'none') return null
  throw new FaultError({ code: 'KEY_NEEDED', path: vault.folder, slots: [] })
}

/** The five checks on what is stored; the manifest is not written before they are made. */
async function prove(work: BackupWork, manifest: Manifest): Promise<BackupRecord['validation']> {
  const { ports, request, vaultRun, run } = work
  const sinceMs = ports.clock.monotonicMs()
  const { bytes, fault } = await lookAtFiles(ports, request.vault.folder, manifest)
  const files = concludeCheck(
    fault === null ? [] : [damageText(fault)],
    `page index and payload are there, of the recorded sizes (${bytes} bytes)`,
    elapsedMs(ports, sinceMs),
  )
  const reader = await openReader(ports, request.vault, manifest)
  const { threads, fullCheckLimitBytes } = request
  const extent = manifest.record.sourceBytes > fullCheckLimitBytes ? 'quick' : 'full'
  return concludeProof(ports, files, await proveImage(ports, { reader, vaultRun, extent, threads, run }))
}

/** What can't be rebuilt is no backup and gets no manifest; a true image of a damaged source does, with its verdict. */
function refuseUnrestorable(record: BackupRecord): void {
  const { file_accessibility: files, checksum_match: checksum } = record.validation.checks
  if (files.status === 'passed' && checksum.status === 'passed') return
  const checks = checkNames.filter((name) => record.validation.checks[name].status === 'failed')
  const { detail } = checksum.status === 'failed' ? checksum : files
  throw new FaultError({ code: 'VALIDATION_FAILED', file: record.file, checks, detail })
}

async function storeAndProve(work: BackupWork): Promise<BackupRecord> {
  const { ports, request, run, vaultRun, vaultKey, published } = work
  const unproved = await storeImage(work)
  const validation = await prove(work, unproved)
  const record = { ...unproved.record, validation }
  const target = inVault(request.vault.folder, manifestOf(record.file))
  const written = [...published.paths]
  await refuseSwept(ports, path.dirname(target), written)
  refuseUnrestorable(record)
  run.signal.throwIfAborted()
  const bytes = writeManifest({ ...unproved, record }, vaultKey)
  await publishPart(ports, target, bytes, vaultRun.runId, published)
  // Before the manifest was there, both were a leftover to whoever took this run for dead.
  await refuseSwept(ports, path.dirname(target), written)
  return record
}

async function takeInRun(work: BackupWork): Promise<BackupOutcome> {
  try {
    return { kind: 'stored', backup: await storeAndProve(work) }
  } catch (error) {
    await withdraw(work.ports, work.published)
    throw error
  }
}

/**
 * Takes one full backup: a consistent snapshot, stored in one pass, proved by the five checks, and its manifest last. It is
 * all there or nothing is: a fault or a cancel leaves no file behind. A source that is damaged itself is stored all the same,
 * with its `failed` verdict in the record.
 * Throws TYPE_NOT_OFFERED, KEY_NEEDED, the SOURCE_ faults, the faults of writing a vault, VALIDATION_FAILED when what was
 * stored does not rebuild, RUN_SWEPT, and the signal's reason. Only tests hand in `steps`, to see the very moment that is taken.
 */
export function takeBackup(
  ports: Ports,
  request: BackupRequest,
  run: RunContext,
  steps: SnapshotSteps = provenSteps,
): Promise<BackupOutcome> {
  const { vault, database } = request
  return writingVault(ports, vault.folder, async () => {
    if (request.type !== 'full') throw new FaultError({ code: 'TYPE_NOT_OFFERED', type: request.type })
    run.signal.throwIfAborted()
    const vaultKey = vaultKeyOf(request, await confirmVault(ports, vault))
    await checkFreeSpace(ports, request)
    const purpose = { purpose: 'backup', subject: database }
    return runInVault(ports, vault.folder, purpose, (vaultRun) =>
      takeInRun({
        ports,
        request,
        run,
        vaultRun,
        steps,
        backupId: ports.ids.newId(),
        dataKey: request.stored.encryption === 'none' ? null : newDataKey(),
        vaultKey,
        published: { paths: [] },
      }),
    )
  })
}
