import { isUnanswered, type Alert, type Told } from '../../../shared/domain/alerts/alert.ts'
import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { dueSteps, ladderOf } from '../../../shared/domain/alerts/due-steps.ts'
import type { Escalation } from '../../../shared/domain/alerts/escalation.ts'
import { countedOn, told, withState } from '../../../shared/domain/alerts/follow-alerts.ts'
import { messageIdOf, messageOf, type Message } from '../../../shared/domain/alerts/message.ts'
import type { MessageState } from '../../../shared/domain/alerts/message-state.ts'
import { isQuietAt } from '../../../shared/domain/alerts/quiet-hours.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { addMessageRecord, changingAlerts, listAlerts, saveAlert, type Ports } from '../../engine/engine.ts'
import type { Messenger } from './messenger.ts'

/** What telling asks of those around it. */
export interface TellingAround {
  readonly ports: Ports
  readonly folder: string
  readonly escalation: Escalation
  readonly messenger: Messenger
  /** Whether this program still is the one that tells: asked before each message. */
  mayTell(): Promise<boolean>
}

/** The time that an alert has been open is saved so often while it climbs, for a restart whose wall clock is wrong. */
const countedEveryMs = 5 * 60_000

function climbs(escalation: Escalation, alert: Alert): boolean {
  const rule = escalation.matrix[alert.cause.kind]
  return ladderOf(rule, alert).some(({ nextAtOpenMs }) => nextAtOpenMs !== null)
}

/** One alert at a later moment, with what is to be told of it now; null: nothing of it has to be saved. */
function decided(escalation: Escalation, alert: Alert, now: ClockReading): Alert | null {
  if (!isUnanswered(alert) || !climbs(escalation, alert)) return null
  const counted = countedOn(alert, now)
  const isQuiet = escalation.quietHours !== null && isQuietAt(escalation.quietHours, now.wallMs)
  const due = dueSteps(escalation.matrix[alert.cause.kind], counted, isQuiet)
  if (due.length > 0) return told(counted, due, now)
  return timePassed(alert.countedAt, now) >= countedEveryMs ? counted : null
}

function unsent({ told: tellings }: Alert): readonly Told[] {
  return tellings.filter(({ state }) => state === 'decided')
}

/**
 * Decides whom to tell of what now, and saves that; answers the alerts with messages that are decided and not begun, also by a program that
 * died since. Throws the faults of writing a vault.
 */
export function decideTellings(
  { ports, folder, escalation }: Pick<TellingAround, 'ports' | 'folder' | 'escalation'>,
  now: ClockReading,
): Promise<readonly Alert[]> {
  return changingAlerts(ports, folder, async () => {
    const { records } = await listAlerts(ports, folder)
    const unsentAlerts: Alert[] = []
    for (const alert of records) {
      const next = decided(escalation, alert, now)
      if (next !== null) await saveAlert(ports, folder, next)
      if (unsent(next ?? alert).length > 0) unsentAlerts.push(next ?? alert)
    }
    return unsentAlerts
  })
}

/** Puts one telling into a state, if it still is in another; answers the alert as it is then, null where that opening is no more. */
function moveTelling(
  { ports, folder }: Pick<TellingAround, 'ports' | 'folder'>,
  alert: Alert,
  telling: Told,
  choose: (now: Alert) => MessageState,
): Promise<{ readonly alert: Alert; readonly state: MessageState } | null> {
  return changingAlerts(ports, folder, async () => {
    const { records } = await listAlerts(ports, folder)
    const current = records.find(({ id, opening }) => id === alert.id && opening === alert.opening)
    if (current === undefined) return null
    const state = choose(current)
    const next = withState(current, telling, state)
    await saveAlert(ports, folder, next)
    return { alert: next, state }
  })
}

async function record(
  { ports, folder }: Pick<TellingAround, 'ports' | 'folder'>,
  message: Message,
  state: MessageState,
  detail = '',
): Promise<void> {
  const { id, severity, roles, cause } = message
  const receivers = message.receivers.map(({ name, channels }) => ({ name, channels }))
  const at = new Date(ports.clock.now()).toISOString()
  const line = { id, state, detail, at, kind: cause.kind, severity, roles, receivers }
  if (!(await addMessageRecord(ports, folder, line))) ports.logger.warn('messages.day_full', { ...line })
}

function wordsOf(error: unknown): string {
  const fault = faultOf(error)
  if (fault !== undefined) return faultText(fault).message
  return error instanceof Error ? error.message : String(error)
}

async function handOver(
  { messenger, ports }: TellingAround,
  message: Message,
): Promise<[MessageState, string]> {
  try {
    await messenger.send(message)
    return [messenger.reach === 'people' ? 'sent' : 'logged', '']
  } catch (error) {
    ports.logger.error('alert.message_failed', { id: message.id, error: wordsOf(error) })
    return ['failed', wordsOf(error)]
  }
}

/** Sends one message that is decided, unless somebody answered meanwhile; keeps what became of it. Throws the faults of writing a vault. */
async function tellOne(around: TellingAround, alert: Alert, telling: Told): Promise<void> {
  if (!(await around.mayTell())) return
  const message = messageOf(around.escalation, alert, telling)
  // As begun before it is: what dies in between may have gone out, and does not go out twice.
  const begun = await moveTelling(around, alert, telling, (now) => (isUnanswered(now) ? 'begun' : 'withheld'))
  if (begun?.state !== 'begun') return record(around, message, 'withheld')
  const [state, detail] = await handOver(around, message)
  await moveTelling(around, alert, telling, () => state)
  await record(around, message, state, detail)
}

/** Sends everything of these alerts that is decided and not begun. Throws the faults of writing a vault. */
export async function tellDecided(around: TellingAround, alerts: readonly Alert[]): Promise<void> {
  for (const alert of alerts) {
    for (const telling of unsent(alert)) await tellOne(around, alert, telling)
  }
}

/**
 * Says of messages that were begun by a program that is gone that nobody knows whether they went out. Not while this program sends any.
 * Throws the faults of writing a vault.
 */
export async function giveUpBegun(around: Omit<TellingAround, 'messenger'>): Promise<void> {
  const { records } = await listAlerts(around.ports, around.folder)
  for (const alert of records) {
    for (const telling of alert.told.filter(({ state }) => state === 'begun')) {
      await moveTelling(around, alert, telling, () => 'not_known')
      around.ports.logger.warn('alert.message_not_known', { id: messageIdOf(alert, telling) })
      await record(around, messageOf(around.escalation, alert, telling), 'not_known')
    }
  }
}
