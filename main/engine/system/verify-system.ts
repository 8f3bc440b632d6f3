import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { concludeValidation, type CheckOutcome } from '../../../shared/domain/validation.ts'
import type { RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { manifestOf } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { runBesideVault, type VaultRun } from '../vault/run-in-vault.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { elapsedMs, notMade } from '../verify/check-outcome.ts'
import { damageText, type Damage } from '../verify/file-checks.ts'
import { verifyBackup } from '../verify/verify-backup.ts'
import { joinValidations, type Validated } from './join-validations.ts'
import { openArchive, readsOf, type OpenedArchive } from './open-archive.ts'
import type { SystemVerifyOutcome, SystemVerifyRequest } from './system-types.ts'

function isDamaged(fault: Fault | undefined): fault is Damage {
  return (
    fault?.code === 'BACKUP_DAMAGED' ||
    fault?.code === 'BACKUP_FILE_MISSING' ||
    fault?.code === 'BACKUP_FILE_UNREADABLE' ||
    fault?.code === 'MANIFEST_DAMAGED'
  )
}

/** The verdict on an archive that can't be unpacked. */
function damagedOutcome(ports: Ports, damage: Damage, sinceMs: number): SystemVerifyOutcome {
  const durationMs = elapsedMs(ports, sinceMs)
  const failed: CheckOutcome = { status: 'failed', detail: damageText(damage), durationMs }
  const check = notMade('the archive is damaged (checksum_match)')
  const isThere = damage.code === 'BACKUP_DAMAGED' || damage.code === 'MANIFEST_DAMAGED'
  const checks = {
    file_accessibility: isThere ? check : failed,
    database_readable: check,
    schema_integrity: check,
    data_consistency: check,
    checksum_match: failed,
  }
  const validation = concludeValidation(new Date(ports.clock.now()).toISOString(), checks, null)
  return { validation, databases: [], fault: damage, bytesRead: 0, durationMs }
}

async function verifyEach(
  ports: Ports,
  { manifest, access }: OpenedArchive,
  { threads }: SystemVerifyRequest,
  run: RunContext,
): Promise<{ readonly all: readonly Validated[]; readonly fault: Fault | undefined }> {
  const all: Validated[] = []
  let fault: Fault | undefined
  for (const { database, file } of manifest.databases) {
    const verified = await verifyBackup(
      ports,
      { vault: access, manifestFile: manifestOf(file), threads },
      run,
    )
    all.push({ database, validation: verified.validation })
    fault ??= verified.fault
  }
  return { all, fault }
}

async function verifyInRun(
  ports: Ports,
  request: SystemVerifyRequest,
  run: RunContext,
  vaultRun: VaultRun,
): Promise<SystemVerifyOutcome> {
  const sinceMs = ports.clock.monotonicMs()
  try {
    const opened = await openArchive(ports, request, vaultRun, run)
    const renewing: RunContext = {
      signal: run.signal,
      onProgress(progress) {
        void vaultRun.lease?.renew()
        run.onProgress(progress)
      },
    }
    const { all, fault } = await verifyEach(ports, opened, request, renewing)
    return {
      validation: joinValidations(new Date(ports.clock.now()).toISOString(), all),
      databases: all,
      fault,
      bytesRead: opened.bytesRead,
      durationMs: elapsedMs(ports, sinceMs),
    }
  } catch (error) {
    const fault = faultOf(error)
    if (!isDamaged(fault)) throw error
    return damagedOutcome(ports, fault, sinceMs)
  }
}

/**
 * Checks an archive: its manifest's seal and MAC, every member, and, unpacked into scratch, the five checks of each backup in it. Damage is an
 * outcome, not an error. Throws what kept it from being made: the faults of the vault, VAULT_FULL, MANIFEST_TOO_NEW, BACKUP_IN_USE,
 * KEY_NEEDED, and the signal's reason.
 */
export function verifySystem(
  ports: Ports,
  request: SystemVerifyRequest,
  run: RunContext,
): Promise<SystemVerifyOutcome> {
  const { vault } = request
  return writingVault(ports, vault.folder, async () => {
    await confirmVault(ports, vault)
    return runBesideVault(
      ports,
      vault.folder,
      { purpose: 'system_verify', reads: readsOf(request) },
      (vaultRun) => verifyInRun(ports, request, run, vaultRun),
    )
  })
}
