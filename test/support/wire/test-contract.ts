import { setTimeout as sleep } from 'node:timers/promises'

import type { ContractRouterClient } from '@orpc/contract'
import { eventIterator, type } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'

import { forOperator, forViewer } from '../../../shared/contract/base.ts'

/** One procedure of each sort that the real contract has, so that every transport is tried with each. */
export const testContract = {
  echo: forViewer.input(type<unknown>()).output(type<unknown>()),
  add: forOperator.input(z.object({ count: z.number().int() })).output(type<number>()),
  whoAmI: forViewer.output(type<string>()),
  refuse: forViewer.output(type<string>()),
  break: forViewer.output(type<string>()),
  wait: forViewer.output(type<string>()),
  count: forViewer
    .input(z.object({ upTo: z.number(), everyMs: z.number() }))
    .output(eventIterator(type<number>())),
  countThenRefuse: forViewer.output(eventIterator(type<number>())),
  countThenBreak: forViewer.output(eventIterator(type<number>())),
  silentStream: forViewer.output(eventIterator(type<number>())),
}

export type TestClient = ContractRouterClient<typeof testContract>

/** What happened in the router, for the tests to look at. */
export interface Seen {
  added: number
  readonly aborted: string[]
}

/** A router of the test contract. The caller's name is in its context. */
export function makeTestRouter() {
  const seen: Seen = { added: 0, aborted: [] }
  const os = implement(testContract).$context<{ caller: string }>()
  const untilAborted = async (signal: AbortSignal | undefined, what: string): Promise<void> => {
    await sleep(60_000, undefined, { ...(signal && { signal }) }).catch(() => seen.aborted.push(what))
  }
  const router = os.router({
    echo: os.echo.handler(({ input }) => input),
    add: os.add.handler(({ input }) => (seen.added += input.count)),
    whoAmI: os.whoAmI.handler(({ context }) => context.caller),
    refuse: os.refuse.handler(({ errors }) => {
      throw errors.FAULT({ data: { code: 'SOURCE_MISSING', path: '/a b/ü.db' } })
    }),
    break: os.break.handler(() => {
      throw new Error('a secret in /home/someone')
    }),
    wait: os.wait.handler(async ({ signal }) => {
      await untilAborted(signal, 'wait')
      return 'waited'
    }),
    count: os.count.handler(async function* ({ input, signal }) {
      try {
        for (let n = 1; n <= input.upTo; n += 1) {
          yield n
          if (input.everyMs > 0) await sleep(input.everyMs, undefined, { ...(signal && { signal }) })
        }
      } finally {
        seen.aborted.push('count')
      }
    }),
    countThenRefuse: os.countThenRefuse.handler(async function* ({ errors }) {
      yield 1
      throw errors.FAULT({ data: { code: 'VAULT_MISSING', path: '/v' } })
    }),
    countThenBreak: os.countThenBreak.handler(async function* () {
      yield 1
      throw new Error('a secret in a stream')
    }),
    silentStream: os.silentStream.handler(async function* ({ signal }) {
      await untilAborted(signal, 'silentStream')
      yield 1
    }),
  })
  return { router, seen }
}
