import type { ActFacts } from '../access/act.ts'
import type { Actor } from '../access/actor.ts'

/**
 * What an entry says. `begin`: a log begins. `key`: from here on it is kept with another key. `intent`, `result`: of what somebody asked for.
 * `refused`: somebody asked for what they may not do. `job_intent`, `job_result`: of a job of the queue. `checkpoint`: all before it, signed.
 * `torn`: what a crash left of entries that were being written.
 */
export const auditKinds = [
  'begin',
  'key',
  'intent',
  'result',
  'refused',
  'job_intent',
  'job_result',
  'checkpoint',
  'torn',
] as const
export type AuditKind = (typeof auditKinds)[number]

export const auditResults = ['done', 'partly_done', 'failed', 'cancelled', 'refused'] as const
export type AuditResult = (typeof auditResults)[number]

/** What is said of something before it has its place in a log. */
export interface AuditDraft extends Actor {
  readonly kind: AuditKind
  /** When it happened. UTC, ISO 8601. */
  readonly at: string
  /** The name of the act's procedure, or `job.` and the kind of the job. Null: the log says it of itself. */
  readonly act: string | null
  /** The same for all that is said of one act; a job's is the job's id. */
  readonly actId: string | null
  readonly facts: ActFacts
  /** Null as long as nothing came of it. */
  readonly result: AuditResult | null
  /** The code of the fault that ended it. Never its text. */
  readonly fault: string | null
}

/** An entry of a vault's audit log. */
export interface AuditEntry extends AuditDraft {
  /** Counted from 1, over the whole log. */
  readonly seq: number
  /** When it could be written, where that was later: the vault was away, full or read-only. UTC, ISO 8601. */
  readonly writtenAt: string | null
}

/** How far a log was, and what its newest entry was: nobody can change, remove or reorder anything before it without another `head`. */
export interface AuditMark {
  readonly entries: number
  /** SHA-256 of the bytes of the newest entry, hexadecimal. */
  readonly head: string
}
