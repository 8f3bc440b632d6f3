import type { Client } from '../../../shared/contract/contract.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestorePlan } from '../../../shared/domain/restore-plan.ts'
import { backupOf, idOf } from './make-records.ts'
import { sampleJobs } from './sample-jobs.ts'
import { sampleContent } from './sample-content.ts'
import { sampleGuard } from './sample-guard.ts'
import { samplePartial } from './sample-partial.ts'
import { samplePlan } from './sample-plan.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

type BackupsInput = Parameters<Client['backups']['list']>[0]

const keys = {
  takenAt: (one: StoredBackup) => one.takenAt,
  database: (one: StoredBackup) => one.database,
  sizeBytes: (one: StoredBackup) => String(one.sizeBytes).padStart(16, '0'),
  type: (one: StoredBackup) => one.type,
  label: (one: StoredBackup) => one.label,
  status: (one: StoredBackup) => one.lastValidation.status,
}

/** Backups, what is in them, restores and jobs. */
export function sampleBackups(
  store: SampleStore,
  name: SceneName,
): Pick<Client, 'backups' | 'restore' | 'jobs' | 'look' | 'compare' | 'partial' | 'guard'> {
  const find = (id: string): StoredBackup => {
    const found =
      store.scene.backups.find((one) => one.id === id) ??
      store.scene.databases.find(({ newestBackup }) => newestBackup?.id === id)?.newestBackup
    if (!found) throw new SampleFault({ code: 'BACKUP_UNKNOWN', backup: id })
    return found
  }
  let taken = 0
  const backups: Client['backups'] = {
    list: async (input) => (name === 'many' ? millionth(store, input) : listed(store, input)),
    get: async ({ backupId }) => find(backupId),
    start: async ({ databaseIds, label = 'manual' }) =>
      databaseIds.map((databaseId) =>
        store.runJob('backup', databaseId, undefined, (job) => {
          taken += 1
          const backup = backupOf({
            n: 9000 + taken,
            databaseId,
            database: job.database,
            takenAt: new Date().toISOString(),
            sourceBytes: 12_412_928,
            label,
          })
          store.scene = { ...store.scene, backups: [backup, ...store.scene.backups] }
          return { job: { ...job, backupId: backup.id }, backup }
        }),
      ),
    verify: async ({ backupIds }) =>
      backupIds.map((id) => {
        const backup = find(id)
        return store.runJob('verify', backup.databaseId, id, (job) => ({ job, backup }))
      }),
  }
  const restore = sampleRestore(store, name, find)
  const content = { ...sampleContent(store, find), partial: samplePartial(store, find) }
  const guard = sampleGuard(store, name, find, { backups, compare: content.compare })
  return { backups, restore, jobs: sampleJobs(store, name), guard, ...content }
}

function listed(
  store: SampleStore,
  { databaseId, search = '', sort = 'takenAt', descending = true, offset = 0, limit = 200 }: BackupsInput,
) {
  const key = keys[sort]
  const rows = store.scene.backups
    .filter((one) => (databaseId === undefined || one.databaseId === databaseId) && one.file.includes(search))
    .sort((a, b) => key(a).localeCompare(key(b)) * (descending ? -1 : 1))
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

/** A million backups, made up as they are asked for: 100 of each database. */
async function millionth(store: SampleStore, { databaseId, offset = 0, limit = 200 }: BackupsInput) {
  await new Promise((resolve) => setTimeout(resolve, 30))
  const { databases } = store.scene
  const total = databaseId === undefined ? databases.length * 100 : 100
  const one = databases.find(({ id }) => id === databaseId)
  const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, k) => {
    const n = offset + k
    const database = one ?? databases[n % databases.length]!
    return backupOf({
      n: 1_000_000 + n,
      databaseId: database.id,
      database: database.name,
      takenAt: new Date(Date.now() - n * (one === undefined ? 40_000 : 86_400_000)).toISOString(),
      sourceBytes: database.sourceBytes ?? 1_000_000,
    })
  })
  return { rows, total }
}

function sampleRestore(
  store: SampleStore,
  name: SceneName,
  find: (id: string) => StoredBackup,
): Client['restore'] {
  return {
    plan: async (input): Promise<RestorePlan> => samplePlan(store, name, input),
    start: async ({ databaseId, backupId, targetPath, method }) => {
      const backup = find(backupId)
      return store.runJob('restore', databaseId, backupId, (job) => {
        const databases = store.scene.databases.map((one) =>
          one.id === databaseId && method !== 'new_file'
            ? { ...one, recoveryStartedAt: new Date().toISOString() }
            : one,
        )
        store.scene = { ...store.scene, databases }
        return {
          job,
          restored: {
            target: targetPath,
            root: backup.root,
            bytes: backup.sourceBytes,
            durationMs: 412,
            safetyBackupId: method === 'new_file' ? null : idOf(2, 3),
            setAside: null,
            validation: backup.validation,
          },
        }
      })
    },
    resumeOperations: async ({ databaseId }) => {
      const databases = store.scene.databases.map((one) =>
        one.id === databaseId ? { ...one, recoveryStartedAt: undefined } : one,
      )
      store.scene = { ...store.scene, databases }
      store.hub.tell({ topic: 'databases' })
    },
  }
}
