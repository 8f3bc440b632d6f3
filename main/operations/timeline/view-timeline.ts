import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import type { LaneHead, TimelineLane, TimelineLanes, TimelineView } from '../../../shared/domain/timeline.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import { laneJudge, type JudgedLane, type LaneJudge } from './lane-judge.ts'
import { laneDensity, laneMarks } from './lane-marks.ts'
import { restorableWindows } from './restorable-windows.ts'
import { yieldToOthers } from './yield-to-others.ts'

type UpcomingRuns = TimelineLane['upcoming']

/** What is asked for. Moments are milliseconds since 1970 UTC. */
export interface TimelineAsked {
  readonly fromMs: number
  readonly toMs: number
  readonly databaseIds: readonly string[]
}

/** Marks of one lane, and of an answer, that are sent one by one; beyond, they are counted. */
const mostMarksOfLane = 2000
const mostMarks = 20_000
const fewestMarksOfLane = 200
/** Slices of time that a range is counted in: about as many as there are pixels to draw them on. */
const slices = 1200
/** Runs nearer to one another than so many slices are drawn as one. */
const slicesOfMark = 8
/** Backups from before the range whose lives end in it. */
const mostEnding = 200

const types: readonly BackupType[] = ['full', 'differential', 'incremental', 'schema']

/** Of years there are hundreds, and each takes a part of a millisecond to find. */
const runsAtOnce = 40

async function upcomingOf(
  runs: PlannedRuns,
  nowMs: number,
  asked: TimelineAsked,
  stepMs: number,
): Promise<UpcomingRuns> {
  const found: { atMs: number; kind: BackupType }[] = []
  for (const kind of types) {
    let atMs = runs.next([kind], Math.max(nowMs, asked.fromMs - 1))
    while (atMs !== null && atMs <= asked.toMs) {
      found.push({ atMs, kind })
      if (found.length % runsAtOnce === 0) await yieldToOthers()
      atMs = runs.next([kind], atMs + stepMs)
    }
  }
  return found.toSorted((one, other) => one.atMs - other.atMs)
}

/** The first index whose backup was not taken before a moment. */
function firstFrom(backups: readonly LaneBackup[], ms: number): number {
  const moment = new Date(ms).toISOString()
  let [low, high] = [0, backups.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (backups[middle]!.takenAt < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** Those of the range, and of those before it: the newest, those that end in it, and what those of the range stand on. */
function drawnOf(
  lane: JudgedLane,
  first: number,
  last: number,
  { fromMs, toMs }: TimelineAsked,
): LaneBackup[] {
  const { backups, judgement } = lane
  const seen = backups.slice(first, last)
  const bases = new Set(seen.map(({ newestNeeded }) => newestNeeded))
  const ends = ({ id }: LaneBackup): boolean => {
    const { endMs } = judgement.endOf(id)
    return endMs !== null && endMs >= fromMs && endMs <= toMs
  }
  const before = backups.slice(0, first)
  const ending = new Set(before.filter(ends).slice(-mostEnding))
  return [...before.filter((one, n) => n === first - 1 || ending.has(one) || bases.has(one.id)), ...seen]
}

class TimelineAnswer {
  readonly #context: OperationsContext
  readonly #judge: LaneJudge
  readonly #asked: TimelineAsked
  readonly #sliceMs: number
  readonly #upcoming = new Map<string, UpcomingRuns>()

  constructor(context: OperationsContext, judge: LaneJudge, asked: TimelineAsked) {
    this.#context = context
    this.#judge = judge
    this.#asked = asked
    this.#sliceMs = Math.max(1, (asked.toMs - asked.fromMs) / slices)
  }

  async laneOf(databaseId: string, database: string): Promise<TimelineLane> {
    const { catalog } = this.#context.session.known()
    const { fromMs, toMs } = this.#asked
    const lane = await this.#judge.judge(databaseId)
    const upcoming = lane.policy === null ? [] : await this.#upcomingOf(lane.policy)
    const { backups, judgement, policy, broken } = lane
    await yieldToOthers()
    const [first, last] = [firstFrom(backups, fromMs), firstFrom(backups, toMs + 1)]
    const isFew = last - first <= this.#mostMarks()
    const going = backups.filter(({ id }) => judgement.goesNext.has(id))
    const density = { fromMs, sliceMs: this.#sliceMs, slices }
    const seen = backups.slice(first, last)
    return {
      databaseId,
      database,
      policy: policy?.name ?? null,
      count: seen.length,
      marks: isFew ? laneMarks(drawnOf(lane, first, last, this.#asked), judgement, broken) : null,
      density: isFew ? null : laneDensity(seen, judgement, broken, density),
      windows: restorableWindows(backups, broken, catalog.history.unchangedUntil(databaseId), {
        fromMs,
        toMs,
        joinMs: this.#sliceMs,
      }),
      upcoming,
      goesNext: { count: going.length, bytes: going.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) },
      refusal: judgement.refused?.refusal ?? null,
    }
  }

  #mostMarks(): number {
    const share = Math.floor(mostMarks / this.#asked.databaseIds.length)
    return Math.max(fewestMarksOfLane, Math.min(mostMarksOfLane, share))
  }

  async #upcomingOf(policy: Policy): Promise<UpcomingRuns> {
    const known = this.#upcoming.get(policy.id)
    if (known !== undefined) return known
    const { nowMs } = this.#judge
    const found = await upcomingOf(
      this.#judge.runsOf(policy),
      nowMs,
      this.#asked,
      this.#sliceMs * slicesOfMark,
    )
    this.#upcoming.set(policy.id, found)
    return found
  }
}

/** What is to be drawn of some lanes in a range; databases that nobody knows are left out. Throws as `laneJudge`, and WRONG_USE. */
export async function viewTimeline(context: OperationsContext, asked: TimelineAsked): Promise<TimelineView> {
  if (asked.toMs <= asked.fromMs) {
    throw new FaultError({ code: 'WRONG_USE', detail: 'the end of the range must be after its beginning' })
  }
  const judge = await laneJudge(context)
  const { catalog } = context.session.known()
  const answer = new TimelineAnswer(context, judge, asked)
  const lanes: TimelineLane[] = []
  for (const databaseId of new Set(asked.databaseIds)) {
    const database = catalog.databases.get(databaseId)?.name ?? catalog.lanes.nameOf(databaseId)
    if (database !== null) lanes.push(await answer.laneOf(databaseId, database))
  }
  return { fromMs: asked.fromMs, toMs: asked.toMs, lanes }
}

/** Every lane: registered databases, and those of which only backups are left, by name. Throws as `laneJudge`. */
export async function listLanes(context: OperationsContext): Promise<TimelineLanes> {
  const judge = await laneJudge(context)
  const { catalog } = context.session.known()
  const extents = new Map(catalog.lanes.extents().map((extent) => [extent.databaseId, extent]))
  const headOf = (
    { id: databaseId, name: database }: Pick<DatabaseRecord, 'id' | 'name'>,
    record: DatabaseRecord | null,
  ): LaneHead => {
    const extent = extents.get(databaseId)
    return {
      databaseId,
      database,
      isRegistered: record !== null,
      policy: judge.policyOf(record)?.name ?? null,
      backupCount: extent?.backupCount ?? 0,
      oldestMs: extent === undefined ? null : Date.parse(extent.oldestAt),
      newestMs: extent === undefined ? null : Date.parse(extent.newestAt),
    }
  }
  await yieldToOthers()
  const records = catalog.databases.all()
  const registered = new Set(records.map(({ id }) => id))
  const orphans = [...extents.values()].filter(({ databaseId }) => !registered.has(databaseId))
  const heads = [
    ...records.map((record) => headOf(record, record)),
    ...orphans.map(({ databaseId, database }) => headOf({ id: databaseId, name: database }, null)),
  ]
  await yieldToOthers()
  const { compare } = new Intl.Collator('en')
  return {
    lanes: heads.toSorted((one, other) => compare(one.database, other.database)),
    nowMs: context.world.ports.clock.now(),
    nextCleanUpMs: judge.cleanUpMs,
    damagedMarks: judge.damagedMarks,
  }
}
