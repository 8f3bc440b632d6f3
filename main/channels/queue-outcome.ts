import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { FaultOf } from '../../shared/domain/fault.ts'
import { faultText } from '../../shared/domain/faults/fault-text.ts'
import type { Pause } from './channel-pauses.ts'
import type { QueueEntry } from './queue-entry.ts'

/** What giving an entry up makes of it. */
export function givenUp(
  { tries, delivery }: QueueEntry,
  reason: FaultOf<'MESSAGE_GIVEN_UP'>['reason'],
  last: Delivery | null = delivery,
): Delivery {
  const fault = last === null || last.outcome === 'delivered' ? null : faultText(last.fault).title
  return { outcome: 'failed', fault: { code: 'MESSAGE_GIVEN_UP', tries, reason, last: fault } }
}

/** An entry after a try, but for when it is tried next: those who have it, or never will, are not written to again. */
export function metBy(entry: QueueEntry, delivery: Delivery): QueueEntry {
  const tried = { ...entry, tries: entry.tries + 1, delivery }
  if (delivery.outcome === 'failed') return tried
  const rejected = [...entry.rejected, ...delivery.rejected]
  if (delivery.outcome === 'delivered') return { ...tried, hasReached: true, rejected }
  const { owedTo } = delivery
  const message = owedTo === null ? entry.message : { ...entry.message, onlyTo: owedTo }
  return { ...tried, message, hasReached: entry.hasReached || delivery.hasReached, rejected }
}

/** A delivery says whom no try reached, also an earlier one. */
export function withRejected({ rejected }: QueueEntry, delivery: Delivery): Delivery {
  return delivery.outcome === 'delivered' ? { ...delivery, rejected } : delivery
}

/** The other side was there and answered. What failed before it was asked says nothing of it. */
export function saysThatItWorks(delivery: Delivery): boolean {
  if (delivery.outcome === 'delivered') return true
  const { code } = delivery.fault
  return code.startsWith('MAIL_') || code.startsWith('WEBHOOK_')
}

/** Those who were not reached by it, as far as it names any. */
export function missedOf({ message, hasReached, rejected, nextAt, delivery }: QueueEntry): readonly string[] {
  const owed = nextAt === null && delivery?.outcome === 'failed' && hasReached ? (message.onlyTo ?? []) : []
  return [...new Set([...rejected.map(({ recipient }) => recipient), ...owed])]
}

/** What a failure that is not its own makes of a message. */
export function heldBy({ fault }: Pick<Pause, 'fault'>): Delivery {
  return { outcome: 'again', fault, afterMs: null, owedTo: null, hasReached: false, rejected: [] }
}

const severities = ['INFO', 'WARNING', 'CRITICAL'] as const

/** The least severe first, of those the oldest. */
export function byWeight(a: QueueEntry, b: QueueEntry): number {
  const weight = severities.indexOf(a.message.severity) - severities.indexOf(b.message.severity)
  return weight === 0 ? a.firstAt - b.firstAt : weight
}

/** The gravest first, of those the oldest. */
export function byHaste(a: QueueEntry, b: QueueEntry): number {
  const weight = severities.indexOf(b.message.severity) - severities.indexOf(a.message.severity)
  return weight === 0 ? a.firstAt - b.firstAt : weight
}
