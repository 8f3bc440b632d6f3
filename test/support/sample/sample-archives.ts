import type { Client } from '../../../shared/contract/contract.ts'
import type { RemovalView } from '../../../shared/domain/retention/prune-views.ts'
import {
  systemArchiveFile,
  type PlannedDatabase,
  type RestoredDatabase,
  type StoredArchive,
  type SystemRestorePlan,
} from '../../../shared/domain/system-archive.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { ago, day, hashOf, hour, idOf, validationAt } from './make-records.ts'
import { samplePlan } from './sample-plan.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

/** What an archive of a scene's databases looks like. The one before the newest lacks the last database. */
function archiveOf(databases: readonly DatabaseView[], n: number, takenAt: string): StoredArchive {
  const isPartly = n === 1 && databases.length > 1
  const held = (isPartly ? databases.slice(0, -1) : databases).filter(({ newestBackup }) => newestBackup)
  const validation = validationAt(takenAt, n === 2 ? ['checksum_match'] : [])
  return {
    archiveId: idOf(10, n),
    vaultId: idOf(9, 1),
    takenAt,
    slotAt: takenAt,
    file: systemArchiveFile(takenAt),
    sizeBytes: held.reduce((sum, one) => sum + (one.newestBackup?.sizeBytes ?? 0), 4096),
    sha256: hashOf(n),
    durationMs: 2400 + n,
    databases: held.map((one) => ({
      databaseId: one.id,
      database: one.name,
      tier: one.tier,
      path: one.path,
      backupId: one.newestBackup!.id,
      file: one.newestBackup!.file,
      takenAt,
      sizeBytes: one.newestBackup!.sizeBytes,
      sourceBytes: one.newestBackup!.sourceBytes,
      root: one.newestBackup!.root,
      status: 'passed',
    })),
    missing: isPartly
      ? [{ name: databases.at(-1)!.name, why: `There is no file at ${databases.at(-1)!.path}.` }]
      : [],
    validation,
    lastValidation: validation,
  }
}

/** A file is named for where it would go, and one that programs have open is refused. */
function planned(
  store: SampleStore,
  name: SceneName,
  databaseId: string,
  toFolder: string | undefined,
): PlannedDatabase {
  const database = store.scene.databases.find(({ id }) => id === databaseId)!
  const targetPath = toFolder === undefined ? undefined : `${toFolder}/${database.name}.db`
  const plan = samplePlan(store, name, { databaseId, targetPath })
  const isOpen = plan.method === 'in_place'
  return {
    databaseId,
    database: database.name,
    targetPath: plan.target.path,
    plan: isOpen ? null : plan,
    refusal: isOpen
      ? 'Other programs have it open: dcf-server (4211). Close them, or restore beside it.'
      : null,
  }
}

function restored({ databaseId, database, targetPath, plan, refusal }: PlannedDatabase): RestoredDatabase {
  return {
    databaseId,
    database,
    target: targetPath,
    root: plan?.chain.at(-1)?.root ?? null,
    bytes: plan?.bytesToWrite ?? 0,
    safetyBackupId: plan?.takesSafetyBackup === true ? (plan.chain.at(-1)?.id ?? null) : null,
    setAside: null,
    validation: validationAt(ago(0)),
    why: refusal,
  }
}

/** A removal of an archive that began an hour ago. */
function removalOf(archive: StoredArchive): RemovalView {
  const { archiveId, vaultId, file, takenAt, sizeBytes } = archive
  return {
    subject: 'archive',
    backupId: archiveId,
    databaseId: vaultId,
    database: 'the complete system',
    file,
    type: 'full',
    label: 'monthly',
    takenAt,
    removedAt: ago(hour),
    rule: 'outlived',
    sizeBytes,
    endedAt: null,
    state: 'aside',
    endsAt: ago(hour - day),
  }
}

/** Answers `archives` from memory: three monthly ones where databases have backups, and one that is set aside. */
export function sampleArchives(store: SampleStore, name: SceneName): Client['archives'] {
  const { databases } = store.scene
  const some = databases.slice(0, 12).filter(({ newestBackup }) => newestBackup !== null)
  const oldest = some.length === 0 ? [] : [archiveOf(some, 3, ago(400 * day))]
  store.archives = some.length === 0 ? [] : [2, 32, 62].map((days, n) => archiveOf(some, n, ago(days * day)))
  store.archivesAside = oldest.map((archive) => ({ archive, removal: removalOf(archive) }))
  const find = (archiveId: string): StoredArchive => {
    const found = store.archives.find((one) => one.archiveId === archiveId)
    if (found === undefined) throw new SampleFault({ code: 'ARCHIVE_UNKNOWN', archive: archiveId })
    return found
  }
  const planOf = (archiveId: string, toFolder: string | undefined): SystemRestorePlan => {
    const archive = find(archiveId)
    const plans = archive.databases.map(({ databaseId }) => planned(store, name, databaseId, toFolder))
    return {
      archiveId,
      file: archive.file,
      takenAt: archive.takenAt,
      databases: plans,
      missing: archive.missing,
      bytesToRead: archive.databases.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      bytesToWrite: archive.databases.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0),
      newRegistrations: [],
      newPolicies: [],
    }
  }
  return {
    list: async () => ({ archives: store.archives, damaged: [] }),
    cleanUp: async () => {
      const judged = store.archives.map(({ archiveId, file, takenAt, sizeBytes }) => ({
        archiveId,
        file,
        takenAt,
        sizeBytes,
      }))
      return {
        rests: null,
        refusal: name === 'mixed' ? { because: 'last_failed' } : null,
        kept: judged.slice(0, 2).map((one) => ({
          ...one,
          reasons: [{ rule: 'monthly' as const, period: one.takenAt.slice(0, 7) }],
        })),
        removed: judged.slice(2).map((one) => ({ ...one, rule: 'outlived' as const })),
        setAside: [],
      }
    },
    take: async () =>
      store.runJob('system_backup', '', undefined, (job) => {
        const fresh = archiveOf(some, 100 + store.archives.length, new Date().toISOString())
        store.archives = [fresh, ...store.archives]
        store.hub.tell({ topic: 'archives' })
        return { job }
      }),
    verify: async ({ archiveId }) => {
      find(archiveId)
      return store.runJob('system_verify', '', undefined, (job) => ({ job }))
    },
    plan: async ({ archiveId, toFolder }) => planOf(archiveId, toFolder),
    restore: async ({ archiveId, toFolder, confirmName }) => {
      if (confirmName !== 'holdfast') {
        throw new SampleFault({ code: 'RESTORE_NOT_CONFIRMED', path: '/mnt/vault/holdfast' })
      }
      const plan = planOf(archiveId, toFolder)
      return store.runJob('system_restore', '', archiveId, (job) => ({
        job,
        system: {
          databases: plan.databases.map(restored),
          durationMs: 1840,
          registrations: [],
          policies: [],
        },
      }))
    },
  }
}
