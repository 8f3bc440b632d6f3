import type { Client } from '../../../shared/contract/contract.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { leastSilenceMs, planRetention } from '../../../shared/domain/retention/plan-retention.ts'
import type {
  JudgedBackup,
  RemovalView,
  RetentionPlanView,
} from '../../../shared/domain/retention/prune-views.ts'
import type { RetainedBackup } from '../../../shared/domain/retention/retention-policy.ts'
import { idOf } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

const dayMs = 86_400_000

interface State {
  marks: readonly KeepMark[]
  /** Backups that are set aside, with their removals. */
  aside: readonly { readonly backup: StoredBackup; readonly removal: RemovalView }[]
}

function judged({ id, file, type, label, takenAt, sizeBytes }: StoredBackup): JudgedBackup {
  return { backupId: id, file, type, label, takenAt, sizeBytes }
}

function retained({ marks }: State, backup: StoredBackup): RetainedBackup {
  const { id, databaseId, type, label, takenAt, needs, lastValidation } = backup
  const its = marks.filter(
    (mark) => mark.backupId === id || (mark.backupId === null && mark.databaseId === databaseId),
  )
  return {
    id,
    type,
    label,
    takenAt,
    needs: needs.map((one) => one.id),
    verdict: lastValidation.status,
    isDrilled: false,
    isPinned: its.some(({ kind }) => kind === 'pin'),
    holds: its.filter(({ kind }) => kind === 'legal_hold').map(({ name }) => name),
  }
}

function planOf(store: SampleStore, state: State, databaseId: string): RetentionPlanView {
  const database = store.scene.databases.find(({ id }) => id === databaseId)
  if (database === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
  const at = policyPresets.findIndex(({ tiers }) => tiers.includes(database.tier))
  const policy = policyPresets[at]
  const backups = store.scene.backups.filter((one) => one.databaseId === databaseId)
  const byId = new Map(backups.map((one) => [one.id, judged(one)]))
  const setAside = state.aside.map(({ removal }) => removal).filter((one) => one.databaseId === databaseId)
  const subject = { databaseId, database: database.name, setAside }
  if (policy === undefined) {
    const kept = [...byId.values()].map((one) => ({ ...one, reasons: [] }))
    return { ...subject, policy: null, rests: 'no_policy', refusal: null, kept, removed: [] }
  }
  const plan = planRetention(
    { ...policy.retention, timeZone: 'Europe/Berlin' },
    backups.map((one) => retained(state, one)),
    Date.now(),
    { hasFailed: false, shareAtOnce: 1, silenceMs: leastSilenceMs, unchangedAt: null, jumpedClock: null },
  )
  return {
    ...subject,
    policy: { id: idOf(7, at), name: policy.name },
    rests: null,
    refusal: plan.refusal,
    kept: plan.kept.map(({ id, reasons }) => ({ ...byId.get(id)!, reasons })),
    removed: plan.removed.map(({ id, rule }) => ({ ...byId.get(id)!, rule })),
  }
}

/** Answers `retention` from memory: a clean-up sets aside what the plan of the presets says, an undo brings it back. */
export function sampleRetention(store: SampleStore): Client['retention'] {
  const state: State = { marks: [], aside: [] }
  let made = 0
  const told = (databaseId: string): void => store.hub.tell({ topic: 'backups', databaseId })
  const databaseOf = (backupId: string): string =>
    store.scene.backups.find(({ id }) => id === backupId)?.databaseId ??
    store.archives.find(({ archiveId }) => archiveId === backupId)?.vaultId ??
    ''
  const keep = (part: Pick<KeepMark, 'kind' | 'databaseId' | 'backupId' | 'name' | 'note'>): KeepMark => {
    made += 1
    const mark = { ...part, id: idOf(9, made), since: new Date().toISOString(), by: 'dba' }
    state.marks = [...state.marks, mark]
    told(part.databaseId)
    return mark
  }
  const setAside = (databaseId: string): void => {
    const { removed } = planOf(store, state, databaseId)
    const rules = new Map(removed.map(({ backupId, rule }) => [backupId, rule]))
    const [removedAt, endsAt] = [0, dayMs].map((ms) => new Date(Date.now() + ms).toISOString()) as [
      string,
      string,
    ]
    const goes = store.scene.backups.filter(({ id }) => rules.has(id))
    const fresh = goes.map((backup) => {
      const { database } = backup
      const times = { removedAt, endsAt, endedAt: null }
      const removal = { subject: 'backup' as const, ...judged(backup), databaseId, database, ...times }
      return { backup, removal: { ...removal, rule: rules.get(backup.id)!, state: 'aside' as const } }
    })
    state.aside = [...fresh, ...state.aside]
    store.scene = { ...store.scene, backups: store.scene.backups.filter(({ id }) => !rules.has(id)) }
  }
  return {
    plan: async ({ databaseId }) => planOf(store, state, databaseId),
    goes: async () =>
      store.scene.databases.flatMap(({ id }) => {
        const { kept: _, setAside: __, ...plan } = planOf(store, state, id)
        const isShown = plan.removed.length > 0 && plan.rests === null
        return isShown ? [{ ...plan, ending: [] }] : []
      }),
    run: async ({ databaseId = '' }) =>
      store.runJob('prune', databaseId, undefined, (job) => {
        setAside(databaseId)
        return { job }
      }),
    removed: async ({ databaseId, subject }) =>
      [...state.aside.map(({ removal }) => removal), ...store.archivesAside.map(({ removal }) => removal)]
        .filter((one) => databaseId === undefined || one.databaseId === databaseId)
        .filter((one) => subject === undefined || one.subject === subject),
    undo: async ({ backupIds }) => {
      const archives = store.archivesAside.filter(({ removal }) => backupIds.includes(removal.backupId))
      store.archivesAside = store.archivesAside.filter((one) => !archives.includes(one))
      store.archives = [...store.archives, ...archives.map(({ archive }) => archive)]
      if (archives.length > 0) store.hub.tell({ topic: 'archives' })
      const back = state.aside.filter(({ backup }) => backupIds.includes(backup.id))
      state.aside = state.aside.filter((one) => !back.includes(one))
      store.scene = {
        ...store.scene,
        backups: [...store.scene.backups, ...back.map(({ backup }) => backup)],
      }
      for (const { backup } of back) told(backup.databaseId)
      return back.length + archives.length
    },
    marks: async ({ databaseId }) => ({
      marks: state.marks
        .filter((mark) => databaseId === undefined || mark.databaseId === databaseId)
        .map((mark) => ({ ...mark, database: null, file: null })),
      damaged: [],
    }),
    pin: async ({ backupId, note = '' }) =>
      keep({ kind: 'pin', databaseId: databaseOf(backupId), backupId, name: '', note }),
    unpin: async ({ backupId }) => {
      state.marks = state.marks.filter(({ kind, backupId: id }) => kind !== 'pin' || id !== backupId)
      told(databaseOf(backupId))
    },
    hold: async ({ databaseId, backupId, name, note = '' }) => {
      const of = databaseId ?? databaseOf(backupId ?? '')
      return keep({ kind: 'legal_hold', databaseId: of, backupId: backupId ?? null, name, note })
    },
    lift: async ({ markId }) => {
      const mark = state.marks.find(({ id }) => id === markId)
      if (mark === undefined) throw new SampleFault({ code: 'HOLD_UNKNOWN', name: markId })
      state.marks = state.marks.filter(({ id }) => id !== markId)
      told(mark.databaseId)
    },
  }
}
