import type { Alert, Told } from '../../../shared/domain/alerts/alert.ts'
import { withTelling } from '../../../shared/domain/alerts/follow-alerts.ts'
import type { Message, MessageRecord } from '../../../shared/domain/alerts/message.ts'
import type { OwedTelling } from '../../../shared/domain/alerts/owed-messages.ts'
import {
  addMessageRecord,
  changingAlerts,
  changingManyAlerts,
  readAlert,
  saveAlert,
} from '../../engine/engine.ts'
import type { TellingAround } from './telling-around.ts'

type Place = Pick<TellingAround, 'ports' | 'folder'>

/** A telling as it is kept now; null: its opening is no more, or it can't be read. */
async function tellingNow(
  { ports, folder }: Place,
  { alert, telling }: OwedTelling,
): Promise<OwedTelling | null> {
  const current = await readAlert(ports, folder, alert.id)
  if (current === null || current === 'unreadable' || current.opening !== alert.opening) return null
  const found = current.told.find(({ step, time }) => step === telling.step && time === telling.time)
  return found === undefined ? null : { alert: current, telling: found }
}

/** These tellings as they are kept now, without those that are not. */
export async function readTellings(
  place: Place,
  tellings: readonly OwedTelling[],
): Promise<readonly OwedTelling[]> {
  const now: OwedTelling[] = []
  for (const one of tellings) {
    const found = await tellingNow(place, one)
    if (found !== null) now.push(found)
  }
  return now
}

/**
 * Changes tellings as they are kept now, some at a time; answers those that were changed. `choose` says of one what it is to be, null: it
 * stays as it is. Throws the faults of writing a vault.
 */
export async function changeTellings(
  place: Place,
  tellings: readonly OwedTelling[],
  choose: (now: Alert, telling: Told) => Partial<Pick<Told, 'state' | 'digest'>> | null,
): Promise<readonly OwedTelling[]> {
  const { ports, folder } = place
  const changed: OwedTelling[] = []
  await changingManyAlerts(ports, folder, tellings, async (some) => {
    for (const one of some) {
      const now = await tellingNow(place, one)
      const change = now === null ? null : choose(now.alert, now.telling)
      if (now === null || change === null) continue
      const telling = { ...now.telling, ...change }
      const alert = withTelling(now.alert, telling)
      await saveAlert(ports, folder, alert)
      changed.push({ alert, telling })
    }
  })
  return changed
}

/** What became of a message by a channel, or as a whole. */
export type Outcome = Pick<MessageRecord, 'channel' | 'state' | 'detail' | 'nextAt' | 'missed'>

/** What became of a message as a whole, which no channel tried. */
export function asWhole(state: MessageRecord['state'], detail = ''): Outcome {
  return { channel: null, state, detail, nextAt: null, missed: [] }
}

function recordOf(message: Message, outcome: Outcome, at: string): MessageRecord {
  const { channel, state, detail, nextAt, missed } = outcome
  const { id, severity, roles, cause, digest } = message
  const receivers = message.receivers
    .filter(({ channels }) => channel === null || channels.includes(channel))
    .map(({ name, channels }) => ({ name, channels }))
  const alertCount = digest?.alertCount ?? 1
  const became = { channel, state, detail, nextAt, missed }
  return { id, ...became, at, kind: cause.kind, severity, roles, receivers, alertCount }
}

/** Keeps what became of a message. Throws the faults of writing a vault. */
export async function recordMessage(
  { ports, folder }: Place,
  message: Message,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const at = new Date(ports.clock.now()).toISOString()
  // Two lines that are added at once would be written over each other.
  await changingAlerts(ports, folder, async () => {
    for (const outcome of outcomes) {
      const line = recordOf(message, outcome, at)
      if (!(await addMessageRecord(ports, folder, line))) ports.logger.warn('messages.day_full', { ...line })
    }
  })
}
