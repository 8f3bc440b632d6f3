import type { HealthCause } from '../health/health-cause.ts'
import type { ClockReading } from './clock-reading.ts'
import type { MessageState } from './message-state.ts'

/** Who took an alert on, when, and what they said. `by`: the user of the system. `at`: UTC, ISO 8601. */
export interface Acknowledgement {
  readonly by: string
  readonly at: string
  readonly note: string
}

/** A step of the matrix as it was when it was told: an edit moves steps, changes them and takes them away. */
export interface ToldStep {
  /** Names the step within this opening, whatever becomes of the matrix; at first it is the step’s index there. */
  readonly step: number
  /** Null: told before this was kept; the name is the index. */
  readonly afterMinutes: number | null
  /** Whom it told; empty in the same case. */
  readonly roles: readonly string[]
}

/** One time that somebody was told. */
export interface Told extends ToldStep {
  /** 0 the first time; a repetition counts on. */
  readonly time: number
  /** Steps that had fallen due before this one and were told by it, with their roles. */
  readonly skipped: readonly ToldStep[]
  /** Of the alert's open time, when the first of them fell due. Milliseconds. */
  readonly dueMs: number
  /** Of the alert's open time, when it was decided. Milliseconds. */
  readonly openMs: number
  /** When it was decided. UTC, ISO 8601. */
  readonly at: string
  /** What became of its message. */
  readonly state: MessageState
  /** The name of the message that tells of it together with other alerts; null: it has its own. */
  readonly digest: string | null
}

/** One cause that somebody has to know of. Kept in the vault (`.holdfast/alerts/ID.json`). */
export interface Alert {
  /** Random (version 4 UUID). */
  readonly id: string
  /** Names the cause: there is one alert for it, however often it comes. */
  readonly key: string
  /** As it was found last. */
  readonly cause: HealthCause
  /** How often it was opened, from 1. */
  readonly opening: number
  /** This time. UTC, ISO 8601. */
  readonly openedAt: string
  /** Null: it is open. UTC, ISO 8601. */
  readonly resolvedAt: string | null
  /** Of this opening; null: nobody has. */
  readonly acknowledged: Acknowledgement | null
  /** How long this opening has been open, as it was counted at `countedAt`. Milliseconds. */
  readonly openMs: number
  readonly countedAt: ClockReading
  /** Who was told, of this opening, oldest first. */
  readonly told: readonly Told[]
}

/** Whether somebody still has to be told about it. */
export function isUnanswered({ resolvedAt, acknowledged }: Alert): boolean {
  return resolvedAt === null && acknowledged === null
}

/** Why nobody has to be told about it any more; null: somebody has. */
export function whyWithheld({ resolvedAt, acknowledged }: Alert): 'withheld' | 'cause_gone' | null {
  if (acknowledged !== null) return 'withheld'
  return resolvedAt === null ? null : 'cause_gone'
}

/** Every step that was told by one telling, the furthest last. */
export function stepsTold(telling: ToldStep & Pick<Told, 'skipped'>): readonly ToldStep[] {
  return [...telling.skipped, telling]
}
