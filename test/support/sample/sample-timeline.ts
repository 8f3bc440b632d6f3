import type { Client } from '../../../shared/contract/contract.ts'
import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import { expectedEnds } from '../../../shared/domain/retention/expected-end.ts'
import { findKeepReasons } from '../../../shared/domain/retention/keep-reasons.ts'
import {
  leastSilenceMs,
  newestFirstOf,
  planRetention,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import type { RetainedBackup, RetentionPolicy } from '../../../shared/domain/retention/retention-policy.ts'
import { keepRules, markFlags, type LaneMarks, type TimelineLane } from '../../../shared/domain/timeline.ts'
import { unchangedUntil } from './chained-backups.ts'
import { backupOf, day, hour, idOf } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

interface SamplePolicy {
  readonly name: string
  readonly rules: RetentionPolicy
  /** A run of a type each so many milliseconds, since 1970. */
  readonly every: readonly (readonly [type: BackupType, ms: number])[]
}

const guard: RetentionGuard = {
  hasFailed: false,
  shareAtOnce: 1,
  silenceMs: leastSilenceMs,
  unchangedAt: null,
  jumpedClock: null,
}
const nothing = {
  timeZone: 'UTC',
  days: 0,
  newest: 1,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  fulls: 1,
  preUpdateDays: 30,
  schemas: 3,
}
const weekly: SamplePolicy = {
  name: 'Weekly, 8 weeks',
  rules: { ...nothing, weekly: 6 },
  every: [['full', 7 * day]],
}
const daily: SamplePolicy = { name: 'Daily, 7 days', rules: { ...nothing, days: 5 }, every: [['full', day]] }
const chained: SamplePolicy = {
  name: 'Seven years',
  rules: { ...nothing, days: 7, weekly: 8, monthly: 12, yearly: 8 },
  every: [
    ['full', 7 * day],
    ['differential', day],
    ['incremental', 6 * hour],
  ],
}

const policyOf: Readonly<Record<string, SamplePolicy | undefined>> = { core: weekly, cache: daily }
const cleanUpAfter = (ms: number): number => Math.ceil((ms - 2 * hour) / day) * day + 2 * hour

function runsOf({ every }: SamplePolicy): PlannedRuns {
  const pick = (types: readonly BackupType[], next: (step: number) => number): number[] =>
    every.filter(([type]) => types.includes(type)).map(([, step]) => next(step))
  return {
    next: (types, ms) => Math.min(...pick(types, (step) => (Math.floor(ms / step) + 1) * step)) || null,
    previous: (types, ms) => Math.max(...pick(types, (step) => (Math.ceil(ms / step) - 1) * step)) || null,
    cleanUp: cleanUpAfter,
  }
}

/** A number without end is none. */
function finite(runs: PlannedRuns): PlannedRuns {
  const only = (ms: number | null): number | null => (ms !== null && Number.isFinite(ms) ? ms : null)
  return {
    ...runs,
    next: (types, ms) => only(runs.next(types, ms)),
    previous: (types, ms) => only(runs.previous(types, ms)),
  }
}

function retained(backup: StoredBackup): RetainedBackup {
  const n = Number.parseInt(backup.id.slice(-6), 16)
  return {
    ...backup,
    needs: backup.needs.map(({ id }) => id),
    verdict: backup.lastValidation.status,
    isDrilled: false,
    isPinned: n % 100 === 6,
    holds: n % 100 === 5 ? ['case 2026/114'] : [],
  }
}

interface Judged {
  readonly backups: readonly StoredBackup[]
  readonly lane: Omit<TimelineLane, 'upcoming'>
  readonly runs: PlannedRuns | null
  readonly fate: (id: string) => Awaited<ReturnType<Client['timeline']['fate']>>
  readonly going: readonly { readonly backup: StoredBackup; readonly rule: 'outlived' }[]
}

const noMarks = { fromMs: 0, toMs: 0, isProved: true }

function judge(store: SampleStore, name: SceneName, databaseId: string, nowMs: number): Judged {
  const database = store.scene.databases.find(({ id }) => id === databaseId)!
  const policy = name === 'chains' && database.tier === 'core' ? chained : policyOf[database.tier]
  const backups = backupsOf(store, name, databaseId).toSorted((a, b) => a.takenAt.localeCompare(b.takenAt))
  const there = new Map(backups.map((one, n) => [one.id, n]))
  const newestFirst = newestFirstOf(backups.map(retained))
  const rules = policy?.rules ?? nothing
  const reasons = findKeepReasons(rules, newestFirst, nowMs)
  const runs = policy === undefined ? null : finite(runsOf(policy))
  const ends = runs === null ? null : expectedEnds(new ComingPoints(rules, nowMs, runs), newestFirst, reasons)
  const plan = planRetention(rules, newestFirst, cleanUpAfter(nowMs), guard)
  const gone = new Set(policy === undefined ? [] : plan.removed.map(({ id }) => id))
  const isBroken = (one: StoredBackup): boolean => one.needs.some(({ id }) => !there.has(id))
  const whyOf = (id: string): number =>
    reasons.of(id).reduce((bits, { rule }) => bits | (1 << keepRules.indexOf(rule)), 0)
  const flagsOf = (one: StoredBackup): number => {
    const { isPinned, holds } = retained(one)
    return (
      (isPinned ? markFlags.pinned : 0) |
      (holds.length > 0 ? markFlags.held : 0) |
      (gone.has(one.id) ? markFlags.goesNext : 0) |
      (ends?.get(one.id)?.isEstimated ? markFlags.estimated : 0) |
      (isBroken(one) ? markFlags.broken : 0)
    )
  }
  const going = backups
    .filter(({ id }) => gone.has(id))
    .map((backup) => ({ backup, rule: 'outlived' as const }))
  return {
    backups,
    runs,
    going,
    fate: (backupId) => ({
      backupId,
      policy: policy?.name ?? null,
      reasons: policy === undefined ? [] : reasons.of(backupId),
      endMs: ends?.get(backupId)?.endMs ?? null,
      isEstimated: ends?.get(backupId)?.isEstimated ?? false,
      goesBy: gone.has(backupId) ? 'outlived' : null,
      damagedMarks: [],
    }),
    lane: {
      databaseId,
      database: database.name,
      policy: policy?.name ?? null,
      count: backups.length,
      marks: {
        ids: backups.map(({ id }) => id),
        takenMs: backups.map(({ takenAt }) => Date.parse(takenAt)),
        types: backups.map(({ type }) => type),
        labels: backups.map(({ label }) => label),
        verdicts: backups.map(({ lastValidation }) => lastValidation.status),
        sizeBytes: backups.map(({ sizeBytes }) => sizeBytes),
        endMs: backups.map(({ id }) => ends?.get(id)?.endMs ?? null),
        flags: backups.map(flagsOf),
        why: backups.map(({ id }) => (policy === undefined ? 0 : whyOf(id))),
        bases: backups.map(({ needs }) => there.get(needs.at(-1)?.id ?? '') ?? -1),
      },
      density: null,
      windows: backups
        .filter((one) => !isBroken(one) && one.lastValidation.status !== 'failed')
        .map((one) => ({
          ...noMarks,
          fromMs: Date.parse(one.takenAt),
          toMs: Date.parse(unchangedUntil(one) ?? one.takenAt),
          isProved: one.lastValidation.status === 'passed',
        })),
      goesNext: {
        count: going.length,
        bytes: going.reduce((sum, { backup }) => sum + backup.sizeBytes, 0),
      },
      refusal: null,
    },
  }
}

/** Of a scene of ten thousand databases each has two hundred backups, made up as they are asked for. */
function backupsOf(store: SampleStore, name: SceneName, databaseId: string): readonly StoredBackup[] {
  const database = store.scene.databases.find(({ id }) => id === databaseId)
  if (database === undefined) return []
  if (name !== 'many') return store.scene.backups.filter((one) => one.databaseId === databaseId)
  if (database.newestBackup === null) return []
  const n = Number.parseInt(databaseId.slice(-6), 16)
  const newestMs = Date.parse(database.newestBackup.takenAt)
  const count = manyCount(databaseId, 1)
  return Array.from({ length: count }, (_, k) =>
    backupOf({
      n: 1_000_000 + n * 2000 + k,
      databaseId,
      database: database.name,
      takenAt: new Date(newestMs - k * 8 * hour).toISOString(),
      sourceBytes: 400_000,
      ...(k % 397 === 396 ? { failed: ['checksum_match' as const] } : {}),
    }),
  )
}

/** Of the first fifty databases 2,000 each: a hundred thousand that one can scroll through. */
function manyCount(databaseId: string, known: number): number {
  if (known === 0) return 0
  return Number.parseInt(databaseId.slice(-6), 16) < 50 ? 2000 : 200
}

/** More marks than this are counted by slices. */
const mostMarks = 800
const slices = 1200

/** The marks from one index to another, and some before. */
function marksFrom(marks: LaneMarks, first: number, last: number): LaneMarks {
  const part = Object.entries(marks).map(([list, values]) => [list, values.slice(first, last + 1)])
  const cut = Object.fromEntries(part) as LaneMarks
  return { ...cut, bases: cut.bases.map((base) => Math.max(-1, base - first)) }
}

function partOf(judged: Judged, fromMs: number, toMs: number): TimelineLane {
  const { lane, runs } = judged
  const marks = lane.marks!
  const seen = marks.takenMs.flatMap((ms, n) => (ms >= fromMs && ms <= toMs ? [n] : []))
  const sliceMs = (toMs - fromMs) / slices
  const upcoming: { atMs: number; kind: BackupType }[] = []
  for (const kind of ['full', 'differential', 'incremental'] as const) {
    let at = runs?.next([kind], Math.max(fromMs, Date.now())) ?? null
    while (at !== null && at <= toMs && upcoming.length < 600) {
      upcoming.push({ atMs: at, kind })
      at = runs?.next([kind], at + 6 * sliceMs) ?? null
    }
  }
  if (seen.length <= mostMarks) {
    const first = seen[0] ?? marks.takenMs.findIndex((ms) => ms > toMs)
    const part = marksFrom(
      marks,
      Math.max(0, (first < 0 ? marks.ids.length : first) - 20),
      seen.at(-1) ?? first,
    )
    return { ...lane, marks: part, count: seen.length, upcoming }
  }
  const counts = Array.from({ length: slices }, () => 0)
  const failed = [...counts]
  const goNext = [...counts]
  for (const n of seen) {
    const at = Math.min(slices - 1, Math.floor((marks.takenMs[n]! - fromMs) / sliceMs))
    counts[at]! += 1
    if (marks.verdicts[n] === 'failed') failed[at]! += 1
    if ((marks.flags[n]! & markFlags.goesNext) !== 0) goNext[at]! += 1
  }
  return {
    ...lane,
    count: seen.length,
    upcoming,
    marks: null,
    density: { sliceMs, counts, most: Math.max(...counts), failed, goNext },
  }
}

/** The timeline of a scene, judged by the rules of retention themselves. */
export function sampleTimeline(store: SampleStore, name: SceneName): Client['timeline'] {
  const nowMs = Date.now()
  const known = new Map<string, Judged>()
  const judged = (databaseId: string): Judged => {
    const found = known.get(databaseId) ?? judge(store, name, databaseId, nowMs)
    known.set(databaseId, found)
    return found
  }
  return {
    lanes: async () => ({
      nowMs: Date.now(),
      nextCleanUpMs: cleanUpAfter(nowMs),
      damagedMarks: [],
      lanes: store.scene.databases.map(({ id, name: database, tier, backupCount, newestBackup }) => {
        const backups = name === 'many' ? [] : backupsOf(store, name, id)
        const times = backups.map(({ takenAt }) => Date.parse(takenAt))
        const newestMs = newestBackup === null ? null : Date.parse(newestBackup.takenAt)
        return {
          databaseId: id,
          database,
          isRegistered: true,
          policy: policyOf[tier]?.name ?? null,
          backupCount: name === 'many' ? manyCount(id, backupCount) : backupCount,
          oldestMs:
            newestMs === null
              ? null
              : Math.min(newestMs - (name === 'many' ? manyCount(id, 1) * 8 * hour : 0), ...times),
          newestMs,
        }
      }),
    }),
    view: async ({ fromMs, toMs, databaseIds }) => ({
      fromMs,
      toMs,
      lanes: databaseIds
        .filter((id) => store.scene.databases.some((one) => one.id === id))
        .map((id) => partOf(judged(id), fromMs, toMs)),
    }),
    preview: async ({ databaseId }) => {
      const ids = store.scene.databases.map(({ id }) => id).slice(0, 60)
      const going = (databaseId === undefined ? ids : [databaseId]).flatMap((id) => judged(id).going)
      return {
        atMs: cleanUpAfter(nowMs),
        damagedMarks: [],
        count: going.length,
        bytes: going.reduce((sum, { backup }) => sum + backup.sizeBytes, 0),
        backups: going.slice(0, 1000).map(({ backup, rule }) => ({ ...backup, backupId: backup.id, rule })),
        refused:
          name === 'mixed'
            ? [
                {
                  databaseId: idOf(1, 1),
                  database: 'property_data',
                  count: 2,
                  refusal: { because: 'last_failed' as const },
                },
              ]
            : [],
      }
    },
    fate: async ({ backupId }) => {
      const backup = store.scene.backups.find(({ id }) => id === backupId)
      if (backup === undefined) throw new SampleFault({ code: 'BACKUP_UNKNOWN', backup: backupId })
      return judged(backup.databaseId).fate(backupId)
    },
  }
}
