import { Worker } from 'node:worker_threads'

import { FrameError } from './frame-codec.ts'
import type { FrameCoder } from './frame-coder.ts'
import type {
  DecodedFrame,
  EncodedFrame,
  FrameAnswer,
  FrameTask,
  HashedPages,
  SiftedFile,
  SiftedPages,
} from './frame-messages.ts'

interface Waiting {
  resolve(answer: FrameAnswer): void
  reject(error: Error): void
}

/** One thread and what was asked of it. */
interface Hand {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

const entry = new URL(`./frame-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

function giveUp(hand: Hand, error: Error): void {
  for (const waiting of hand.waiting.values()) waiting.reject(error)
  hand.waiting.clear()
}

function startHand(): Hand {
  const hand: Hand = { worker: new Worker(entry), waiting: new Map() }
  hand.worker.on('message', (answer: FrameAnswer) => {
    const waiting = hand.waiting.get(answer.id)
    hand.waiting.delete(answer.id)
    if (answer.task === 'damage') waiting?.reject(new FrameError(answer.damage))
    else waiting?.resolve(answer)
  })
  hand.worker.on('error', (error) => {
    giveUp(hand, error instanceof Error ? error : new Error('a frame worker failed', { cause: error }))
  })
  hand.worker.on('exit', () => {
    giveUp(hand, new Error('a frame worker ended before its work'))
  })
  return hand
}

function leastBusy(hands: readonly Hand[]): Hand {
  return hands.reduce((least, hand) => (hand.waiting.size < least.waiting.size ? hand : least))
}

function ask(hands: readonly Hand[], task: FrameTask, bytes: Uint8Array | null): Promise<FrameAnswer> {
  const hand = leastBusy(hands)
  return new Promise((resolve, reject) => {
    hand.waiting.set(task.id, { resolve, reject })
    hand.worker.postMessage(task, bytes === null ? [] : [bytes.buffer as ArrayBuffer])
  })
}

/** A coder over worker threads. Bytes are handed over to them, so what is passed in is empty afterwards. */
export function startFrameWorkers(threads: number): FrameCoder {
  const hands = Array.from({ length: threads }, startHand)
  let lastId = 0
  const nextId = (): number => (lastId += 1)
  return {
    depth: threads * 3,
    async encode(form, frameNumber, pages, cheaperLevel = null): Promise<EncodedFrame> {
      const task: FrameTask = { id: nextId(), task: 'encode', form, frameNumber, pages, cheaperLevel }
      return (await ask(hands, task, pages)) as Extract<FrameAnswer, { task: 'encode' }>
    },
    async decode(form, frameNumber, stored, imageBytes, tagging = null): Promise<DecodedFrame> {
      const task: FrameTask = { id: nextId(), task: 'decode', form, frameNumber, stored, imageBytes, tagging }
      return (await ask(hands, task, stored)) as Extract<FrameAnswer, DecodedFrame>
    },
    async hash(pageSize, pages): Promise<HashedPages> {
      const task: FrameTask = { id: nextId(), task: 'hash', pageSize, pages }
      return (await ask(hands, task, pages)) as Extract<FrameAnswer, HashedPages>
    },
    async sift(pageSize, pages, known): Promise<SiftedPages> {
      const task: FrameTask = { id: nextId(), task: 'sift', pageSize, pages, known }
      return (await ask(hands, task, pages)) as Extract<FrameAnswer, SiftedPages>
    },
    async siftFile(sifting): Promise<SiftedFile | null> {
      const answer = await ask(hands, { id: nextId(), task: 'sift_file', ...sifting }, null)
      return answer.task === 'sift_file' ? answer : null
    },
    async close() {
      await Promise.all(hands.map((hand) => hand.worker.terminate()))
    },
  }
}
