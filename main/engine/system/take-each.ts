import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { LeftOut } from '../../../shared/domain/system-archive.ts'
import { takeBackup } from '../backup/take-backup.ts'
import type { RunContext, VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { SystemBackupRequest } from './system-types.ts'

/** What was taken of the databases that could be, and what is missing and why. */
export interface TakenDatabases {
  readonly taken: readonly { readonly tier: string; readonly path: string; readonly backup: BackupRecord }[]
  readonly missing: readonly LeftOut[]
}

type Wanted = SystemBackupRequest['databases'][number]

/** What is wrong with one database alone: the others can be taken all the same. */
function isOfDatabase({ code }: Fault): boolean {
  return code.startsWith('SOURCE_') || code === 'VALIDATION_FAILED'
}

async function sizesOf(ports: Ports, wanted: readonly Wanted[]): Promise<readonly number[]> {
  return Promise.all(
    wanted.map(({ record }) =>
      ports.files.stat(record.path).then(
        (facts) => facts?.sizeBytes ?? 0,
        () => 0,
      ),
    ),
  )
}

/** Reading is the first half of one database's way, proving the second. */
function progressOver(
  run: RunContext,
  sizes: readonly number[],
  wanted: readonly Wanted[],
  at: number,
): RunContext {
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  const before = sizes.slice(0, at).reduce((sum, size) => sum + size, 0)
  const size = sizes[at] ?? 0
  const name = wanted[at]?.record.name ?? ''
  let farthest = 0
  return {
    signal: run.signal,
    onProgress({ step, doneBytes, totalBytes: ofStep }) {
      const share = ofStep === null || ofStep === 0 ? 0 : Math.min(1, doneBytes / ofStep)
      const half = step === 'reading pages' ? share / 2 : ofStep === null ? 0 : (1 + share) / 2
      farthest = Math.max(farthest, half)
      const done = Math.min(totalBytes, Math.round(before + farthest * size))
      run.onProgress({ step: `${name} (${at + 1} of ${wanted.length})`, doneBytes: done, totalBytes })
    },
  }
}

async function takeOne(
  ports: Ports,
  request: SystemBackupRequest,
  vault: VaultAccess,
  { record }: Wanted,
  run: RunContext,
): Promise<BackupRecord> {
  const { stored, compressionLevel, threads, fullCheckLimitBytes, fingerprintLimitBytes, lockWaitMs } =
    request
  const outcome = await takeBackup(
    ports,
    {
      vault,
      databaseId: record.id,
      database: record.name,
      sourcePath: record.path,
      type: 'full',
      label: 'monthly',
      stored,
      compressionLevel,
      threads,
      fullCheckLimitBytes,
      fingerprintLimitBytes,
      lockWaitMs,
      base: null,
    },
    run,
  )
  if (outcome.kind !== 'stored') throw new Error('a full is always stored')
  return outcome.backup
}

/**
 * Takes a full of each database into a vault, one after another. One that can't be taken is named and stops no other; what is wrong with
 * the vault, or the job, ends it all: throws those faults, and rejects with the system's errors.
 */
export async function takeEach(
  ports: Ports,
  request: SystemBackupRequest,
  into: VaultAccess,
  run: RunContext,
): Promise<TakenDatabases> {
  const { databases } = request
  const sizes = await sizesOf(ports, databases)
  const taken: { tier: string; path: string; backup: BackupRecord }[] = []
  const missing: LeftOut[] = []
  for (const [at, wanted] of databases.entries()) {
    const { name, tier, path } = wanted.record
    try {
      const backup = await takeOne(ports, request, into, wanted, progressOver(run, sizes, databases, at))
      taken.push({ tier, path, backup })
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined || !isOfDatabase(fault)) throw error
      missing.push({ name, why: faultText(fault).message })
    }
  }
  if (taken.length === 0) throw new FaultError({ code: 'SYSTEM_NOT_TAKEN', missing })
  return { taken, missing }
}
