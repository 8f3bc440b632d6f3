import type { JobReport } from '../../../shared/contract/jobs-contract.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { JobKind, JobView } from '../../../shared/domain/job.ts'
import type { RemovalView } from '../../../shared/domain/retention/prune-views.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { defaultSettings, type Settings } from '../../../shared/domain/views.ts'
import { newChangeHub } from './change-hub.ts'
import { idOf } from './make-records.ts'
import type { Scene } from './scene.ts'
import { makeScene, type SceneName } from './scenes.ts'

/** An error as the client of the contract throws it. */
export class SampleFault extends Error {
  readonly code = 'FAULT'
  readonly data: Fault

  constructor(fault: Fault) {
    super(fault.code)
    this.data = fault
  }
}

/** A scene that can change, and who is told of it. */
export interface SampleStore {
  scene: Scene
  settings: Settings
  archives: readonly StoredArchive[]
  /** Archives that are set aside, with their removals. */
  archivesAside: readonly { readonly archive: StoredArchive; readonly removal: RemovalView }[]
  readonly hub: ReturnType<typeof newChangeHub>
  readonly reports: Map<string, JobReport>
  /** Starts a job that takes `stepMs` a step; `onDone` makes its report. */
  runJob(
    kind: JobKind,
    databaseId: string,
    backupId: string | undefined,
    onDone: (job: JobView) => JobReport,
  ): string
  cancelJob(jobId: string): void
}

const steps = ['reading pages', 'reading pages', 'writing', 'proving', 'proving']

/** A store with the scene of a name. */
export function newSampleStore(name: SceneName, stepMs = 350): SampleStore {
  const hub = newChangeHub()
  let made = 0
  const store: SampleStore = {
    scene: makeScene(name),
    settings: defaultSettings,
    archives: [],
    archivesAside: [],
    hub,
    reports: new Map(),
    runJob(kind, databaseId, backupId, onDone) {
      const { name, total } = subjectOf(store, databaseId)
      made += 1
      const job: JobView = {
        id: idOf(3, 1000 + made),
        kind,
        state: 'running',
        databaseId,
        database: name,
        backupId,
        isScheduled: false,
        queuedAt: new Date().toISOString(),
        startedAt: new Date().toISOString(),
        progress: { step: 'opening', doneBytes: 0, totalBytes: total },
        bytesPerSecond: null,
        timeLeftMs: null,
      }
      put(store, job)
      advance(store, job, 0, total, stepMs, onDone)
      return job.id
    },
    cancelJob(jobId) {
      const job = store.scene.jobs.find(({ id }) => id === jobId)
      if (job !== undefined)
        put(store, {
          ...job,
          state: 'cancelled',
          endedAt: new Date().toISOString(),
          fault: { code: 'JOB_CANCELLED' },
        })
    },
  }
  return store
}

/** One database, or all of them together. */
function subjectOf(
  store: SampleStore,
  databaseId: string,
): { readonly name: string; readonly total: number } {
  if (databaseId === '') return { name: 'the complete system', total: 48_000_000 }
  const database = store.scene.databases.find(({ id }) => id === databaseId)
  if (database === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
  return { name: database.name, total: database.sourceBytes ?? database.newestBackup?.sourceBytes ?? 1 }
}

function put(store: SampleStore, job: JobView): void {
  store.scene = { ...store.scene, jobs: [job, ...store.scene.jobs.filter(({ id }) => id !== job.id)] }
  store.hub.tell({ topic: 'jobs', jobs: [job] })
}

function advance(
  store: SampleStore,
  job: JobView,
  step: number,
  total: number,
  stepMs: number,
  onDone: (job: JobView) => JobReport,
): void {
  setTimeout(() => {
    const now = store.scene.jobs.find(({ id }) => id === job.id)
    if (now?.state !== 'running') return
    if (step < steps.length) {
      const doneBytes = Math.round((total * (step + 1)) / (steps.length + 1))
      put(store, {
        ...now,
        progress: { step: steps[step]!, doneBytes, totalBytes: total },
        bytesPerSecond: (total / (steps.length * stepMs)) * 1000,
        timeLeftMs: (steps.length - step) * stepMs,
      })
      return advance(store, job, step + 1, total, stepMs, onDone)
    }
    const ended: JobView = { ...now, state: 'done', endedAt: new Date().toISOString(), timeLeftMs: 0 }
    store.reports.set(job.id, { ...onDone(ended), job: ended })
    put(store, ended)
    store.hub.tell({ topic: 'databases' })
    store.hub.tell({ topic: 'backups', databaseId: job.databaseId })
    store.hub.tell({ topic: 'activity' })
  }, stepMs)
}
