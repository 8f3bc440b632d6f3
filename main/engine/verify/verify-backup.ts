import { chainIdsOf } from '../../../shared/domain/backup-record.ts'
import type { CheckOutcome } from '../../../shared/domain/validation.ts'
import type { RunContext, VaultAccess, VerifyOutcome, VerifyRequest } from '../engine-types.ts'
import { openReader } from '../image/image-reader.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Manifest } from '../image/manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { refuseSetAside } from '../vault/refuse-set-aside.ts'
import { runBesideVault, type VaultRun } from '../vault/run-in-vault.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { concludeCheck, elapsedMs, notMade } from './check-outcome.ts'
import { damageOf, damageText, lookAtFiles, ofChain, type Damage } from './file-checks.ts'
import { concludeProof, proveImage, type Proof } from './prove-image.ts'

interface Verification {
  readonly ports: Ports
  readonly request: VerifyRequest
  readonly run: RunContext
  readonly sinceMs: number
}

/** Every check but the first failed for one reason. */
function allNotMade(because: string, checksum: CheckOutcome = notMade(because)): Proof['checks'] {
  const check = notMade(because)
  return {
    database_readable: check,
    schema_integrity: check,
    data_consistency: check,
    checksum_match: checksum,
  }
}

function outcomeOf(
  { ports, sinceMs }: Verification,
  found: { manifest: Manifest | null; files: CheckOutcome; proof: Proof; bytesRead: number },
): VerifyOutcome {
  const { manifest, files, proof, bytesRead } = found
  return {
    backup: manifest?.record ?? null,
    validation: concludeProof(ports, files, proof),
    ...(proof.damage === null ? {} : { fault: proof.damage }),
    bytesRead,
    durationMs: elapsedMs(ports, sinceMs),
  }
}

function withoutManifest(verification: Verification, damage: Damage): VerifyOutcome {
  const durationMs = elapsedMs(verification.ports, verification.sinceMs)
  const files: CheckOutcome = { status: 'failed', detail: damageText(damage), durationMs }
  const because = 'the manifest could not be read (file_accessibility)'
  const checksum: CheckOutcome | undefined =
    damage.code === 'MANIFEST_DAMAGED'
      ? { status: 'failed', detail: damageText(damage), durationMs }
      : undefined
  const proof = { checks: allNotMade(because, checksum), integrity: null, tags: null, damage }
  return outcomeOf(verification, { manifest: null, files, proof, bytesRead: 0 })
}

async function proveStored(
  { ports, request, run }: Verification,
  manifest: Manifest,
  vaultRun: VaultRun,
): Promise<Proof> {
  const sinceMs = ports.clock.monotonicMs()
  try {
    const reader = await openReader(ports, request.vault, manifest)
    return await proveImage(ports, { reader, vaultRun, extent: 'full', threads: request.threads, run })
  } catch (error) {
    const damage = damageOf(error)
    const durationMs = elapsedMs(ports, sinceMs)
    const checksum: CheckOutcome = { status: 'failed', detail: damageText(damage), durationMs }
    const checks = allNotMade('the page index could not be read (checksum_match)', checksum)
    return { checks, integrity: null, tags: null, damage }
  }
}

async function verifyManifest(
  verification: Verification,
  manifest: Manifest,
  vaultRun: VaultRun,
): Promise<VerifyOutcome> {
  const { ports, request } = verification
  const sinceMs = ports.clock.monotonicMs()
  const { bytes, fault } = await lookAtFiles(ports, request.vault, manifest)
  const findings = fault === null ? [] : [damageText(fault)]
  const detail = `manifest, page index and payload ${ofChain(manifest.record)}are there, of the recorded sizes (${bytes} bytes)`
  const files = concludeCheck(findings, detail, elapsedMs(ports, sinceMs))
  const proof: Proof =
    fault === null
      ? await proveStored(verification, manifest, vaultRun)
      : {
          checks: allNotMade('a file is not as it was stored (file_accessibility)'),
          integrity: null,
          tags: null,
          damage: fault,
        }
  return outcomeOf(verification, { manifest, files, proof, bytesRead: bytes })
}

/** Null with the damage when there is no manifest to go by. Throws MANIFEST_TOO_NEW: that is no verdict on the backup. */
async function findManifest(
  ports: Ports,
  vault: VaultAccess,
  manifestFile: string,
): Promise<Manifest | { readonly damage: Damage }> {
  try {
    return await loadManifest(ports, vault, manifestFile)
  } catch (error) {
    return { damage: damageOf(error) }
  }
}

/**
 * Makes the five checks of a stored backup: reads every byte of it, rebuilds its image into a scratch folder and has SQLite
 * make its full check of that. Damage is an outcome, not an error. Throws what kept it from being made: VAULT_MISSING and the other faults of
 * the vault, KEY_NEEDED, MANIFEST_TOO_NEW, BACKUP_SET_ASIDE, BACKUP_IN_USE (it is being removed), VAULT_FULL (the scratch image needs room), and the signal's reason.
 */
export async function verifyBackup(
  ports: Ports,
  request: VerifyRequest,
  run: RunContext,
): Promise<VerifyOutcome> {
  const verification: Verification = { ports, request, run, sinceMs: ports.clock.monotonicMs() }
  const { vault, manifestFile } = request
  return writingVault(ports, vault.folder, async () => {
    await confirmVault(ports, vault)
    const manifest = await findManifest(ports, vault, manifestFile)
    if ('damage' in manifest) {
      if (manifest.damage.code === 'BACKUP_FILE_MISSING') await refuseSetAside(ports, vault, manifestFile)
      return withoutManifest(verification, manifest.damage)
    }
    const purpose = { purpose: 'verify', reads: chainIdsOf(manifest.record) }
    return runBesideVault(ports, vault.folder, purpose, async (vaultRun) => {
      // Between the manifest and the lease nothing kept a clean-up away.
      await refuseSetAside(ports, vault, manifestFile)
      return verifyManifest(verification, manifest, vaultRun)
    })
  })
}
