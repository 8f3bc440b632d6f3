import { isUnanswered, whyWithheld, type Alert, type Told } from '../../../shared/domain/alerts/alert.ts'
import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { dueStep, ladderOf, type DueStep } from '../../../shared/domain/alerts/due-steps.ts'
import type { Escalation } from '../../../shared/domain/alerts/escalation.ts'
import { countedOn, told } from '../../../shared/domain/alerts/follow-alerts.ts'
import {
  formerMessageOf,
  messageIdOf,
  partsOfMessageId,
  stateOfOutcomes,
  type Message,
} from '../../../shared/domain/alerts/message.ts'
import type { MessageState } from '../../../shared/domain/alerts/message-state.ts'
import {
  digestsOf,
  owedMessages,
  tellingsByMessage,
  type OwedMessage,
  type OwedTelling,
} from '../../../shared/domain/alerts/owed-messages.ts'
import { isQuietAt } from '../../../shared/domain/alerts/quiet-hours.ts'
import { changingManyAlerts, listAlerts, readAlert, saveAlert } from '../../engine/engine.ts'
import { asWhole, changeTellings, recordMessage } from './keep-tellings.ts'
import type { TriedAgain } from './messenger.ts'
import { handOver, messageOfTellings, sendMessage } from './send-message.ts'
import type { TellingAround } from './telling-around.ts'

/** The time that an alert has been open is saved so often while it climbs, for a restart whose wall clock is wrong. */
const countedEveryMs = 5 * 60_000

/** An alert at a later moment, and the step that is due then. */
interface Turn {
  readonly alert: Alert
  readonly step: DueStep | null
}

/** What an alert comes to at each moment of one look; null: nothing of it has to be saved. */
function turnsAt(escalation: Escalation, now: ClockReading): (alert: Alert) => Turn | null {
  const { matrix, quietHours } = escalation
  const isQuiet = quietHours !== null && isQuietAt(quietHours, now.wallMs)
  return (alert) => {
    const rule = matrix[alert.cause.kind]
    if (!isUnanswered(alert)) return null
    if (ladderOf(rule, alert).every(({ nextAtOpenMs }) => nextAtOpenMs === null)) return null
    const counted = countedOn(alert, now)
    const step = dueStep(rule, counted, isQuiet)
    if (step === null && timePassed(alert.countedAt, now) < countedEveryMs) return null
    return { alert: counted, step }
  }
}

/**
 * Decides whom to tell of what now, and saves that; answers the messages that are decided and not begun, also by a program that died since,
 * the gravest and oldest first. Throws the faults of writing a vault.
 */
export async function decideTellings(
  { ports, folder, escalation }: Pick<TellingAround, 'ports' | 'folder' | 'escalation'>,
  now: ClockReading,
): Promise<readonly OwedMessage[]> {
  const { records, unreadable } = await listAlerts(ports, folder)
  const turnOf = turnsAt(escalation, now)
  const turns = records.flatMap((alert) => turnOf(alert) ?? [])
  const digests = digestsOf(turns.flatMap(({ alert, step }) => (step === null ? [] : [{ alert, step }])))
  const known = new Map(records.map((alert) => [alert.id, alert]))
  await changingManyAlerts(ports, folder, turns, async (some) => {
    for (const { id } of some.map(({ alert }) => alert)) {
      // Somebody may have answered since it was listed.
      const current = await readAlert(ports, folder, id)
      if (current === null || current === 'unreadable') continue
      const turn = turnOf(current)
      const digest = digests.get(id) ?? null
      const next = turn?.step ? told(turn.alert, turn.step, now, digest) : (turn?.alert ?? current)
      if (turn !== null) await saveAlert(ports, folder, next)
      known.set(id, next)
    }
  })
  return owedMessages(escalation.matrix, [...known.values()], unreadable)
}

/** Sends messages that are decided and not begun, one after the other. Throws the faults of writing a vault. */
export async function tellDecided(around: TellingAround, messages: readonly OwedMessage[]): Promise<void> {
  for (const message of messages) {
    if (!(await around.mayTell())) return
    await sendMessage(around, message)
  }
}

/** Of one that is told in part, what still waits may reach the others. */
const unsettled: readonly MessageState[] = ['decided', 'begun', 'waiting', 'partly']

function isUnsettled({ telling }: OwedTelling): boolean {
  return unsettled.includes(telling.state)
}

/** For `changeTellings`: what is not settled yet becomes this. */
function unsettledTo(
  state: MessageState,
): (now: Alert, telling: Told) => { readonly state: MessageState } | null {
  return (_, telling) => (unsettled.includes(telling.state) && telling.state !== state ? { state } : null)
}

/**
 * Takes up what a program that is gone began to tell, or kept to be tried again. What it kept here goes on, and nothing of it is sent by a
 * channel that has sent it; of the rest it is said that nobody knows whether it went out. Not while this program sends any. Throws the faults
 * of writing a vault.
 */
export async function takeUpTellings(around: TellingAround): Promise<void> {
  const { records } = await listAlerts(around.ports, around.folder)
  for (const [id, tellings] of tellingsByMessage(records)) {
    const first = tellings.find(({ alert, telling }) => messageIdOf(alert, telling) === id)
    const open = tellings.filter(isUnsettled)
    if (first !== undefined && open.length > 0) await takeUp(around, id, first.telling.state, open)
  }
}

/** `state`: that of the telling which the message is named by; the others follow it. */
async function takeUp(
  around: TellingAround,
  id: string,
  state: MessageState,
  tellings: readonly OwedTelling[],
): Promise<void> {
  if (state === 'decided') return
  if (state !== 'begun' && state !== 'waiting') {
    await changeTellings(around, tellings, unsettledTo(state))
    return
  }
  const known = around.messenger.recall(id)
  if (known.length === 0) {
    await changeTellings(around, tellings, unsettledTo('not_known'))
    around.ports.logger.warn('alert.message_not_known', { id })
    return recordMessage(around, messageOfTellings(around, tellings, id), [asWhole('not_known')])
  }
  if (state === 'begun') return handOver(around, tellings, id)
  // It was sent or given up, and the program died before it had said so.
  const isSettled = known.every((outcome) => outcome.state !== 'waiting')
  if (isSettled)
    return keepOutcomes(
      around,
      known.map((outcome) => ({ messageId: id, outcome })),
    )
  await changeTellings(around, tellings, unsettledTo('waiting'))
}

/** A message that was tried again, as it was; null: nothing is known of it any more. */
function messageTried(
  around: TellingAround,
  messageId: string,
  tellings: readonly OwedTelling[],
  alerts: readonly Alert[],
): Message | null {
  if (tellings.length > 0) return messageOfTellings(around, tellings, messageId)
  const parts = partsOfMessageId(messageId)
  const alert = alerts.find(({ id }) => id === parts?.id)
  if (parts === null || alert === undefined) return null
  const former = formerMessageOf(around.escalation, { ...alert, opening: parts.opening }, parts)
  return { ...former, ...around.messenger.writtenFor(messageId) }
}

/** Keeps what became of messages that were tried again. Throws the faults of writing a vault. */
async function keepOutcomes(around: TellingAround, tried: readonly TriedAgain[]): Promise<void> {
  if (tried.length === 0) return
  const { records } = await listAlerts(around.ports, around.folder)
  const known = tellingsByMessage(records)
  for (const [messageId, some] of Map.groupBy(tried, (one) => one.messageId)) {
    const tellings = (known.get(messageId) ?? []).filter(isUnsettled)
    const message = messageTried(around, messageId, tellings, records)
    const outcomes = around.messenger.recall(messageId)
    const state = stateOfOutcomes(outcomes, message?.receivers ?? [])
    await changeTellings(around, tellings, unsettledTo(state))
    if (message !== null)
      await recordMessage(
        around,
        message,
        some.map(({ outcome }) => outcome),
      )
  }
}

/** Why nobody has to hear of a message any more; null: somebody has, or nobody knows. */
function whyOver(
  messageId: string,
  tellings: readonly OwedTelling[],
  damaged: readonly string[],
): 'withheld' | 'cause_gone' | null {
  const alertId = partsOfMessageId(messageId)?.id ?? ''
  // A digest may tell of any of those that can't be read.
  const mayBeHidden =
    tellings.length > 1 ? damaged.length > 0 : damaged.some((file) => file.includes(alertId))
  if (mayBeHidden) return null
  const whys = tellings.map(({ alert }) => whyWithheld(alert))
  if (whys.includes(null)) return null
  // An opening that is no more came to its end.
  return whys.includes('withheld') ? 'withheld' : 'cause_gone'
}

/**
 * Tries again what waits and is due; what waits of alerts that are answered or resolved is sent to nobody. That an alert can't be read does
 * not say that. Throws the faults of writing a vault.
 */
export async function retryMessages(around: TellingAround): Promise<void> {
  const { messenger, ports, folder } = around
  const waiting = messenger.waiting()
  if (waiting.length === 0) return
  const { records, damaged } = await listAlerts(ports, folder)
  const known = tellingsByMessage(records)
  const withdrawn: TriedAgain[] = []
  for (const messageId of waiting) {
    const because = whyOver(messageId, known.get(messageId) ?? [], damaged)
    if (because !== null) withdrawn.push(...(await messenger.withdraw(messageId, because)))
  }
  await keepOutcomes(around, withdrawn)
  if (await around.mayTell()) await keepOutcomes(around, await messenger.retryDue())
}
