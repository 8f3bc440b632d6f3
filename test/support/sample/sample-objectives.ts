import type { Client } from '../../../shared/contract/contract.ts'
import {
  rpoShares,
  rpoTeeth,
  thinnedTeeth,
  type ProvedState,
} from '../../../shared/domain/objectives/achieved-rpo.ts'
import {
  achievedRto,
  rtoEstimator,
  type MeasuredRestore,
  type RtoGround,
} from '../../../shared/domain/objectives/achieved-rto.ts'
import {
  promisedFor,
  promisedScenarios,
  type ObjectiveParts,
} from '../../../shared/domain/objectives/objective.ts'
import {
  shareDays,
  type CalendarDay,
  type ObjectiveDetail,
  type ObjectiveRow,
} from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { day, hour, minute } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

/** So that a year shows its beginning, too. */
const registeredDays = 330

const nothingSaid: ObjectiveParts = { rtoMs: {} }

/** How often it is backed up, by its tier. */
function everyMsOf({ tier }: DatabaseView): number {
  return tier === 'cache' ? day : 7 * day
}

function numberOf({ id }: DatabaseView): number {
  return Number.parseInt(id.slice(-6), 16)
}

/** A year of states, each proved two minutes after it was taken; every ninth run was missed, every seventeenth was not proved. */
function statesOf(one: DatabaseView, nowMs: number): readonly ProvedState[] {
  if (one.newestProvedAt === null) return []
  const everyMs = everyMsOf(one)
  const newestMs = Math.min(nowMs, Date.parse(one.newestProvedAt))
  return Array.from({ length: Math.floor((registeredDays * day) / everyMs) }, (_, n) => n)
    .filter((n) => n === 0 || (n % 9 !== 4 && n % 17 !== 8))
    .map((n) => {
      const atMs = newestMs - n * everyMs
      return { atMs, provedAtMs: Math.min(nowMs, atMs + 2 * minute), untilMs: null }
    })
}

/** A drill each week, a restore each month, and a part brought back now and then; none of every fourth database. */
function measuredOf(one: DatabaseView, nowMs: number): readonly MeasuredRestore[] {
  const number = numberOf(one)
  const bytes = one.newestBackup?.sourceBytes ?? null
  if (bytes === null || number % 4 === 2) return []
  const wholeMs = 80 + bytes / 120_000
  const drills = Array.from({ length: 46 }, (_, n): MeasuredRestore => ({
    scenario: 'drill',
    atMs: nowMs - n * 7 * day - 3 * hour,
    durationMs: wholeMs * (1 + ((n * 7) % 5) / 20),
    bytes,
  }))
  const restores = Array.from({ length: 9 }, (_, n): MeasuredRestore => ({
    scenario: n % 3 === 2 ? 'point_in_time' : 'complete',
    atMs: nowMs - n * 31 * day - 26 * hour,
    durationMs: wholeMs * (1.4 + (n % 4) / 6),
    bytes,
  }))
  const parts = Array.from({ length: 4 }, (_, n): MeasuredRestore => ({
    scenario: 'partial',
    atMs: nowMs - n * 20 * day - 5 * hour,
    durationMs: 340 + n * 90,
    bytes: null,
  }))
  return [...drills, ...restores, ...parts].toSorted((a, b) => b.atMs - a.atMs)
}

const estimate = rtoEstimator([{ scenario: 'drill', atMs: 0, durationMs: 1000, bytes: 110_000_000 }])

function groundOf(one: DatabaseView): RtoGround {
  return {
    imageBytes: one.newestBackup?.sourceBytes ?? null,
    isAnyProved: one.newestProvedAt !== null,
  }
}

interface Said {
  readonly databases: Map<string, ObjectiveParts>
  readonly tiers: Map<string, ObjectiveParts>
}

function rowOf(one: DatabaseView, said: Said, nowMs: number, fromMs: number): ObjectiveRow {
  const imageBytes = one.newestBackup?.sourceBytes ?? null
  const promised = promisedFor(said, {
    id: one.id,
    tier: one.tier,
    imageBytes,
    scheduledRpo: one.policyId === undefined ? 'no_schedule' : everyMsOf(one) * (25 / 24),
  })
  const registeredAtMs = nowMs - registeredDays * day
  const knownFromMs = Math.max(fromMs, registeredAtMs)
  const teeth = rpoTeeth(statesOf(one, nowMs), knownFromMs, nowMs)
  const drill = measuredOf(one, nowMs).find(({ scenario }) => scenario === 'drill')
  return {
    databaseId: one.id,
    database: one.name,
    tier: one.tier,
    registeredAtMs,
    promised,
    provedStateAtMs: one.newestProvedAt === null ? null : Date.parse(one.newestProvedAt),
    rto: achievedRto('complete', measuredOf(one, nowMs), estimate, groundOf(one)),
    shares: promised.rpo.kind === 'promised' ? rpoShares(teeth, promised.rpo.ms, knownFromMs - fromMs) : null,
    lastDrill: drill === undefined ? null : { atMs: drill.atMs, verdict: 'passed' },
  }
}

function detailOf(one: DatabaseView, said: Said, nowMs: number, fromMs: number): ObjectiveDetail {
  const row = rowOf(one, said, nowMs, fromMs)
  const teeth = rpoTeeth(statesOf(one, nowMs), Math.max(fromMs, row.registeredAtMs), nowMs)
  const all = measuredOf(one, nowMs)
  const measured = all.filter(({ atMs }) => atMs >= fromMs)
  return {
    row,
    fromMs,
    toMs: nowMs,
    teeth: thinnedTeeth(teeth, 800),
    toothCount: teeth.length,
    shares: row.shares,
    nothingRan:
      numberOf(one) % 2 === 1
        ? [{ fromMs: nowMs - 4 * day, toMs: nowMs - 3 * day - 4 * hour, reason: 'not_running' as const }]
        : [],
    rto: Object.fromEntries(
      promisedScenarios.map((scenario) => [scenario, achievedRto(scenario, all, estimate, groundOf(one))]),
    ) as ObjectiveDetail['rto'],
    measured,
    measuredCount: measured.length,
  }
}

function dayWord(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function daysOf(one: DatabaseView, nowMs: number): readonly CalendarDay[] {
  const number = numberOf(one)
  return Array.from({ length: registeredDays }, (_, n) => n)
    .flatMap((n): readonly CalendarDay[] => {
      const isRun = n % (everyMsOf(one) / day) === 0
      const found = {
        day: dayWord(nowMs - n * day),
        backups: isRun && n % 63 !== 28 && n % 11 !== 6 ? 1 + (n % 5 === 0 ? 1 : 0) : 0,
        unchanged: isRun && n % 11 === 6 ? 1 : 0,
        drills: (n + number) % 7 === 3 && n % 13 !== 5 ? 1 : 0,
        inconclusive: (n + number) % 7 === 3 && n % 13 === 5 ? 1 : 0,
        failures: n % 63 === 28 || n % 97 === 11 ? 1 : 0,
        missed: n % 63 === 29 ? 1 : 0,
      }
      return Object.values(found).some((count) => typeof count === 'number' && count > 0) ? [found] : []
    })
    .toReversed()
}

function mondayOf(nowMs: number): number {
  const todayMs = nowMs - (nowMs % day)
  return todayMs - (((new Date(todayMs).getUTCDay() + 6) % 7) + 52 * 7) * day
}

/** Answers `objectives` from memory: a year of each database of the scene. */
export function sampleObjectives(store: SampleStore): Client['objectives'] {
  const said: Said = {
    databases: new Map(),
    tiers: new Map([['core', { rpoMs: 8 * day, rtoMs: { complete: 5 * minute } }]]),
  }
  const find = (databaseId: string): DatabaseView => {
    const found = store.scene.databases.find(({ id }) => id === databaseId)
    if (found === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
    return found
  }
  return {
    list: async () => {
      const nowMs = Date.now()
      const fromMs = nowMs - shareDays * day
      return {
        rows: store.scene.databases.map((one) => rowOf(one, said, nowMs, fromMs)),
        nowMs,
        problem: null,
      }
    },
    view: async ({ databaseId, fromMs }) => detailOf(find(databaseId), said, Date.now(), fromMs),
    calendar: async ({ databaseId }) => {
      const one = find(databaseId)
      const nowMs = Date.now()
      return {
        fromDay: dayWord(mondayOf(nowMs)),
        toDay: dayWord(nowMs),
        registeredDay: dayWord(nowMs - registeredDays * day),
        days: one.newestBackup === null ? [] : daysOf(one, nowMs),
      }
    },
    said: async ({ databaseId }) => ({
      own: said.databases.get(databaseId) ?? nothingSaid,
      ofTier: said.tiers.get(find(databaseId).tier) ?? nothingSaid,
    }),
    set: async ({ of, parts }) => {
      if (of.kind === 'tier') said.tiers.set(of.tier, parts)
      else said.databases.set(find(of.databaseId).id, parts)
      store.hub.tell({ topic: 'policies' })
      return parts
    },
  }
}
