import { chainIdsOf } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { BackupOutcome, BackupRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { provenSteps, type SnapshotSteps } from '../source/snapshot-steps.ts'
import { isDamage } from '../verify/file-checks.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { writingVault } from '../vault/vault-faults.ts'
import type { BackupWork } from './backup-work.ts'
import { checkFreeSpace } from './check-free-space.ts'
import { damagedBase, isOfChanges, looksUnchanged, openBase, type FoundBase } from './find-base.ts'
import { proveAndPublish } from './prove-and-publish.ts'
import { runBackupWork, vaultKeyOf } from './run-backup-work.ts'
import { storeSchema } from './store-schema.ts'
import { storeSource, type SourceToStore } from './store-source.ts'

async function takeInRun(work: BackupWork, taking: SourceToStore): Promise<BackupOutcome> {
  const stored = await storeSource(work, taking)
  if ('unchangedSince' in stored) return { kind: 'no_changes_required', ...stored }
  return { kind: 'stored', backup: await proveAndPublish(work, stored.manifest), observed: stored.observed }
}

async function takeSchema(work: BackupWork, request: BackupRequest): Promise<BackupOutcome> {
  const manifest = await storeSchema(work, request)
  return { kind: 'stored', backup: await proveAndPublish(work, manifest), observed: null }
}

interface Taking {
  readonly ports: Ports
  readonly request: BackupRequest
  readonly run: RunContext
  readonly steps: SnapshotSteps
  readonly vaultKey: Uint8Array | null
}

/** With what was found wrong with the base, so that it is not called proved any longer. */
function withDamage(outcome: BackupOutcome, base: FoundBase | null): BackupOutcome {
  const damage = base !== null && 'because' in base ? base.damage : undefined
  return outcome.kind === 'stored' && damage !== undefined ? { ...outcome, baseDamage: damage } : outcome
}

async function takeFrom(
  { ports, request, run, steps, vaultKey }: Taking,
  base: FoundBase | null,
): Promise<BackupOutcome> {
  const reads = base !== null && 'reader' in base ? chainIdsOf(base.reader.record) : []
  const around = { purpose: 'backup', subject: request.database, reads, vaultKey }
  const outcome = await runBackupWork(ports, request, run, around, (work) =>
    request.type === 'schema' ? takeSchema(work, request) : takeInRun(work, { request, base, steps }),
  )
  return withDamage(outcome, base)
}

/** That a base's bytes are damaged shows only when they are read, in the proof: then all is taken once more, without it. */
async function takeOnBase(taking: Taking, base: FoundBase | null): Promise<BackupOutcome> {
  try {
    return await takeFrom(taking, base)
  } catch (error) {
    const fault = faultOf(error)
    if (base === null || !('reader' in base) || fault === undefined || !isDamage(fault)) throw error
    return takeFrom(taking, damagedBase(fault))
  }
}

/**
 * Takes one backup: a consistent snapshot, or what changed in it since its base, stored in one pass, proved by the five
 * checks, and its manifest last. It is all there or nothing is: a fault or a cancel leaves no file behind. A source that is
 * damaged itself is stored all the same, with its `failed` verdict in the record. Where only changes are asked for and there is
 * no base that is whole, it is a full, and its remarks say why; where nothing changed no file is written.
 * Of type `schema` the structure alone is stored, as an empty database. Throws KEY_NEEDED, the SOURCE_ faults, the faults of writing a vault, VALIDATION_FAILED when what was
 * stored does not rebuild, RUN_SWEPT, and the signal's reason. Only tests hand in `steps`, to see the very moment that is taken.
 */
export function takeBackup(
  ports: Ports,
  request: BackupRequest,
  run: RunContext,
  steps: SnapshotSteps = provenSteps,
): Promise<BackupOutcome> {
  const { vault } = request
  return writingVault(ports, vault.folder, async () => {
    run.signal.throwIfAborted()
    const vaultKey = vaultKeyOf(request, await confirmVault(ports, vault))
    const unchanged = await looksUnchanged(ports, request)
    if (unchanged !== null) return { kind: 'no_changes_required', ...unchanged }
    await checkFreeSpace(ports, request)
    const base = isOfChanges(request) ? await openBase(ports, request) : null
    return takeOnBase({ ports, request, run, steps, vaultKey }, base)
  })
}
