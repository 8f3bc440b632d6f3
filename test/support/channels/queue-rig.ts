import type { Attempt, Channel, DeliveryQueue } from '../../../main/channels/channel.ts'
import { openRetryQueue, type QueueOptions } from '../../../main/channels/retry-queue.ts'
import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'
import type { Clock } from '../../../main/engine/ports/ports.ts'
import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import { recordingLogger } from '../jobs/recording-logger.ts'
import { tempFolder } from '../temp-folder.ts'
import { channelMessage, neverAborted } from './channel-message.ts'
import { startHookReceiver, type HookReceiver } from './hook-receiver.ts'

/** The signing secret of the receiver. */
export const hookSecret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`

/** What is in the address of the receiver and nowhere else. */
export const hookToken = 'token-77'

/** The clocks of a machine, which stand until a test moves them. */
export interface HandClock extends Clock {
  /** The wall clock. Time passes by being set to later; no test sets it back but by `setWall`. */
  nowMs: number
  /** Somebody sets the clock on the wall; no time passes. */
  setWall(ms: number): void
  /** The machine is started anew, so long after it was stopped. Nobody knows but the wall clock. */
  restart(upMs: number): void
  read(): ClockReading
}

/** Begins at the same moment in every test. */
export function handClock(): HandClock {
  let wallMs = Date.parse('2026-11-28T04:00:00.000Z')
  let upMs = 3_600_000
  let boot = 1
  return {
    get nowMs() {
      return wallMs
    },
    set nowMs(ms) {
      upMs += ms - wallMs
      wallMs = ms
    },
    setWall(ms) {
      wallMs = ms
    },
    restart(ms) {
      boot += 1
      upMs = ms
    },
    now: () => wallMs,
    monotonicMs: () => performance.now(),
    read: () => ({ wallMs, upMs, boot: `boot ${boot}` }),
  }
}

/** A status; or a status with how many seconds to leave it alone; or nothing at all. */
export type ScriptedAnswer = number | { readonly status: number; readonly retryAfter: string } | 'hang'

/** A real receiver that answers what it is told, each request the next of `answers`, then 200. */
export interface ScriptedReceiver {
  answers: ScriptedAnswer[]
  readonly receiver: HookReceiver
  /** The ids of what it got, oldest first. */
  ids(): readonly string[]
  /** The channel that sends to it. */
  channel(clock: Clock): Channel
}

/** Starts one. */
export async function startScriptedReceiver(): Promise<ScriptedReceiver> {
  const script: { answers: ScriptedAnswer[] } = { answers: [] }
  const receiver = await startHookReceiver((response) => {
    const answer = script.answers.shift() ?? 200
    if (typeof answer === 'number') response.writeHead(answer).end()
    else if (answer !== 'hang') response.writeHead(answer.status, { 'retry-after': answer.retryAfter }).end()
  })
  const url = `${receiver.origin}/${hookToken}`
  return Object.assign(script, {
    receiver,
    ids: () => receiver.received.map(({ headers }) => String(headers['webhook-id'])),
    channel: (clock: Clock) => webhookChannel({ kind: 'webhook', url, trustedCa: null }, hookSecret, clock),
  })
}

/** A queue over real files, and all that it told. */
export interface QueueRig {
  readonly queue: DeliveryQueue
  readonly attempts: Attempt[]
  readonly folder: string
  readonly logger: ReturnType<typeof recordingLogger>
  deliver(id: string, channel?: string): Promise<Delivery>
  /** Lets the time pass until nothing waits. */
  drain(): Promise<void>
}

/** Opens a queue whose channels all send to the receiver. */
export async function openQueueRig(
  clock: HandClock,
  to: ScriptedReceiver,
  folder = tempFolder('queue'),
  part: Partial<QueueOptions> = {},
): Promise<QueueRig> {
  const attempts: Attempt[] = []
  const logger = recordingLogger()
  const queue = await openRetryQueue({
    folder,
    files: nodeFileSystem,
    readClocks: () => clock.read(),
    logger,
    channelOf: async () => to.channel(clock),
    onAttempt: (attempt) => attempts.push(attempt),
    ...part,
  })
  return {
    queue,
    attempts,
    folder,
    logger,
    deliver: (id, channel = 'hook') => queue.deliver(channel, channelMessage({ id }), neverAborted),
    async drain() {
      for (let next = queue.nextAt(); next !== null; next = queue.nextAt()) {
        clock.nowMs = Math.max(clock.nowMs, next)
        await queue.tryDue(neverAborted)
      }
    },
  }
}
