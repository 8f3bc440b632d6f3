import type { Alert, Told } from './alert.ts'
import type { Rung } from './due-steps.ts'
import type { Escalation } from './escalation.ts'
import type { Severity } from './escalation-matrix.ts'
import type { MessageRecord } from './message.ts'

/** One time that somebody was told, as it is shown. */
export interface TellingView extends Pick<Told, 'at' | 'state' | 'digest'> {
  /** Where it was told in part: people, and recipients of a channel, that were not reached, as far as the record still names them. */
  readonly missed: readonly string[]
}

/** A rung with the time until it. */
export interface RungView extends Omit<Rung, 'tellings'> {
  /** When it was decided to tell them, oldest first, and what became of that. */
  readonly tellings: readonly TellingView[]
  /** People who have the roles, each once; none: it reaches nobody. */
  readonly people: readonly string[]
  /** How long until they are told next; null: they are not, or not again. 0: at the next look. Milliseconds. */
  readonly nextInMs: number | null
  /** Whether that is when the quiet hours end, and not as soon as the step is due. */
  readonly waitsForQuiet: boolean
}

/** An alert as it is shown. */
export interface AlertView extends Omit<Alert, 'countedAt'> {
  readonly severity: Severity
  readonly ladder: readonly RungView[]
}

/** The program that watches a vault's health and tells of its alerts. */
export interface WatchedBy {
  readonly isThisProgram: boolean
  readonly pid: number
  readonly hostName: string
}

/** Whose escalation holds: what the vault says (or the product's own where it says nothing), what it said last, or the product's own. */
export type EscalationSource = 'vault' | 'kept' | 'product'

/** How many alerts there are. */
export interface AlertCounts {
  readonly open: number
  /** Of those that are open. */
  readonly critical: number
  /** Open, and taken on by nobody. */
  readonly unanswered: number
  readonly resolved: number
}

/** Which alerts of a long list: `limit` from `offset`, or, where an alert is named that there is, as many with that one among them. */
export interface AlertsPage {
  readonly offset: number
  readonly limit: number
  readonly containing?: string | undefined
}

/** What is wrong with a vault, and who knows of it. */
export interface AlertsView {
  /** Open ones first, the gravest and then the newest of them first; then those that are resolved, the newest first. A page of them. */
  readonly alerts: readonly AlertView[]
  /** Where the page begins. */
  readonly offset: number
  /** Of all. */
  readonly counts: AlertCounts
  /** Files of alerts that can't be read. */
  readonly damaged: readonly string[]
  readonly escalation: Escalation
  /** Why what the vault says of the escalation can't be used; null: it can, or the vault says nothing. */
  readonly escalationProblem: string | null
  readonly escalationFrom: EscalationSource
  /** Of what the vault says of the escalation: to be named when it is changed. */
  readonly escalationRevision: string
  /** Null: none, so no alert is opened, told of or resolved. */
  readonly watchedBy: WatchedBy | null
  /** The newest messages, newest first, at most 200. */
  readonly messages: readonly MessageRecord[]
}
