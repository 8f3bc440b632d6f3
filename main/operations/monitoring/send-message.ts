import { whyWithheld } from '../../../shared/domain/alerts/alert.ts'
import {
  digestOf,
  messageIdOf,
  messageOf,
  stateOfOutcomes,
  type ChannelOutcome,
  type Message,
} from '../../../shared/domain/alerts/message.ts'
import type { OwedMessage, OwedTelling } from '../../../shared/domain/alerts/owed-messages.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { asWhole, changeTellings, readTellings, recordMessage } from './keep-tellings.ts'
import type { TellingAround } from './telling-around.ts'

function idOf({ alert, telling }: OwedTelling): string {
  return messageIdOf(alert, telling)
}

/**
 * The message of some tellings, the one whose name it has among them: to those for whom it was written, where it was handed over before, whoever has
 * their roles today.
 */
export function messageOfTellings(
  { escalation, messenger }: TellingAround,
  tellings: readonly OwedTelling[],
  id: string,
): Message {
  const first = tellings.find((one) => idOf(one) === id) ?? tellings[0]!
  const message = { ...messageOf(escalation, first.alert, first.telling), id, ...messenger.writtenFor(id) }
  return tellings.length === 1
    ? message
    : digestOf(
        message,
        tellings.map(({ alert }) => alert),
      )
}

function wordsOf(error: unknown): string {
  const fault = faultOf(error)
  if (fault !== undefined) return faultText(fault).message
  return error instanceof Error ? error.message : String(error)
}

/** What became of a message by each channel, or why it could not be handed over. */
async function sent(around: TellingAround, message: Message): Promise<readonly ChannelOutcome[] | string> {
  try {
    return await around.messenger.send(message)
  } catch (error) {
    around.ports.logger.error('alert.message_failed', { id: message.id, error: wordsOf(error) })
    return wordsOf(error)
  }
}

/** That a message can't be kept before it is sent keeps nobody from being told. */
async function prepared({ messenger, ports }: TellingAround, message: Message): Promise<void> {
  try {
    await messenger.prepare(message)
  } catch (error) {
    ports.logger.error('alert.message_not_prepared', { id: message.id, error: wordsOf(error) })
  }
}

/** Hands a message over that is saved as begun; keeps what became of it. Throws the faults of writing a vault. */
export async function handOver(
  around: TellingAround,
  tellings: readonly OwedTelling[],
  id: string,
): Promise<void> {
  const message = messageOfTellings(around, tellings, id)
  // Only this tells whether it went out: that a record of it can't be written makes nobody untold.
  const outcomes = await sent(around, message)
  const state = typeof outcomes === 'string' ? 'failed' : stateOfOutcomes(outcomes, message.receivers)
  // The first by itself: what is said of it holds for the others, should the program end in between.
  const [first, others] = [
    tellings.filter((one) => idOf(one) === id),
    tellings.filter((one) => idOf(one) !== id),
  ]
  await changeTellings(around, first, () => ({ state }))
  if (typeof outcomes === 'string') await recordMessage(around, message, [asWhole('failed', outcomes)])
  else await recordMessage(around, message, outcomes.length === 0 ? [asWhole('nobody')] : outcomes)
  await changeTellings(around, others, () => ({ state }))
}

/** What nobody has to be told of any more is not told, and that is said. */
async function withhold(around: TellingAround, tellings: readonly OwedTelling[]): Promise<void> {
  const withheld = await changeTellings(around, tellings, (now, { state }) => {
    const why = state === 'decided' ? whyWithheld(now) : null
    return why && { state: why }
  })
  for (const { alert, telling } of withheld) {
    const message = messageOf(around.escalation, alert, telling)
    await recordMessage(around, message, [asWhole(telling.state)])
  }
}

/** Under which name these go out; they are kept under it before. */
async function named(around: TellingAround, live: readonly OwedTelling[], id: string): Promise<string> {
  if (live.some((one) => idOf(one) === id)) return id
  const other = idOf(live[0]!)
  await changeTellings(around, live, (_, { state }) => (state === 'decided' ? { digest: other } : null))
  return other
}

/**
 * Sends one message that is decided, without what somebody answered meanwhile, or has begun in another program; keeps what became of it. Throws
 * the faults of writing a vault.
 */
export async function sendMessage(around: TellingAround, { id: was, tellings }: OwedMessage): Promise<void> {
  const now = (await readTellings(around, tellings)).filter(({ telling }) => telling.state === 'decided')
  const live = now.filter(({ alert }) => whyWithheld(alert) === null)
  const over = now.filter(({ alert }) => whyWithheld(alert) !== null)
  if (live.length > 0) {
    // The others keep a name that still is to be sent.
    const id = await named(around, live, was)
    const first = live.filter((one) => idOf(one) === id)
    // Before it is said to be begun: what dies in between leaves a message that waits.
    await prepared(around, messageOfTellings(around, live, id))
    // As begun before it is: what dies in between may have gone out, and does not go out twice.
    const begun = await changeTellings(around, first, (alert, { state }) =>
      state === 'decided' && whyWithheld(alert) === null ? { state: 'begun' } : null,
    )
    if (begun.length > 0) await handOver(around, live, id)
    else await around.messenger.withdraw(id, 'withheld')
  }
  await withhold(around, over)
}
