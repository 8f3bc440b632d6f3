import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { unknownValidation } from '../../../shared/domain/validation.ts'
import type { RestoreOutcome, RunContext, VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { restoreDatabase } from '../restore/restore-database.ts'
import { refuseTargetInVault, resolveTarget } from '../target/resolve-target.ts'
import { manifestOf } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { runBesideVault, type VaultRun } from '../vault/run-in-vault.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { elapsedMs } from '../verify/check-outcome.ts'
import { openArchive, readsOf } from './open-archive.ts'
import type { DatabaseToRestore, SystemRestoreOutcome, SystemRestoreRequest } from './system-types.ts'

type Restored = SystemRestoreOutcome['databases'][number]

async function restoreOne(
  ports: Ports,
  vault: VaultAccess,
  request: SystemRestoreRequest,
  wanted: DatabaseToRestore,
  run: RunContext,
): Promise<RestoreOutcome> {
  const { databaseId, database, file, targetPath, method, safetyBackup, expectedTarget } = wanted
  await refuseTargetInVault(ports, await resolveTarget(ports, targetPath), request.vault.folder)
  return restoreDatabase(
    ports,
    {
      vault,
      manifestFile: manifestOf(file),
      databaseId,
      database,
      targetPath,
      method,
      safetyBackup,
      expectedTarget,
      lastValidation: unknownValidation('the archive says nothing of it'),
      threads: request.threads,
      lockWaitMs: request.lockWaitMs,
    },
    run,
  )
}

/** What ends it all: a database after it would only fail the same way. */
function endsAll({ code }: Fault): boolean {
  return code === 'JOB_CANCELLED' || code === 'JOB_TIMED_OUT'
}

async function restoreEach(
  ports: Ports,
  vault: VaultAccess,
  request: SystemRestoreRequest,
  run: RunContext,
): Promise<readonly Restored[]> {
  const restored: Restored[] = []
  let ended: Fault | null = null
  for (const [at, wanted] of request.databases.entries()) {
    const { databaseId, database, targetPath: target } = wanted
    const own: RunContext = {
      signal: run.signal,
      onProgress: ({ step, ...bytes }) =>
        run.onProgress({ ...bytes, step: `${database} (${at + 1} of ${request.databases.length}): ${step}` }),
    }
    try {
      if (ended !== null) throw new FaultError(ended)
      const outcome = await restoreOne(ports, vault, request, wanted, own)
      restored.push({ databaseId, database, target: outcome.target, outcome, fault: null })
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      if (endsAll(fault)) ended = fault
      restored.push({ databaseId, database, target, outcome: null, fault })
    }
  }
  // Nothing was replaced: then it is as if it had not been begun.
  if (ended !== null && restored.every(({ outcome }) => outcome === null)) throw new FaultError(ended)
  return restored
}

async function restoreInRun(
  ports: Ports,
  request: SystemRestoreRequest,
  run: RunContext,
  vaultRun: VaultRun,
): Promise<SystemRestoreOutcome> {
  const sinceMs = ports.clock.monotonicMs()
  const vault = request.isUnpacked ? request.vault : (await openArchive(ports, request, vaultRun, run)).access
  const renewing: RunContext = {
    signal: run.signal,
    onProgress(progress) {
      void vaultRun.lease?.renew()
      run.onProgress(progress)
    },
  }
  const databases = await restoreEach(ports, vault, request, renewing)
  return { databases, durationMs: elapsedMs(ports, sinceMs) }
}

/**
 * Brings databases of an archive back, each as a restore of its own: rebuilt beside its target, proved, what was there kept, then replaced. The
 * archive is unpacked and checked as a whole before the first is touched. A database that can't be brought back says why and stops no
 * other. Throws, with nothing restored: as `openArchive`, VAULT_FULL, the faults of the vault, and the signal's reason.
 */
export function restoreSystem(
  ports: Ports,
  request: SystemRestoreRequest,
  run: RunContext,
): Promise<SystemRestoreOutcome> {
  const { vault } = request
  return writingVault(ports, vault.folder, async () => {
    await confirmVault(ports, vault)
    const purpose = { purpose: 'system_restore', reads: readsOf(request) }
    return runBesideVault(ports, vault.folder, purpose, (vaultRun) =>
      restoreInRun(ports, request, run, vaultRun),
    )
  })
}
