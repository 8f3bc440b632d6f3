import { setTimeout as sleep } from 'node:timers/promises'

import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { largestMessage } from '../../main/wire/served.ts'
import { LinkError } from '../../renderer/link/line.ts'
import type { LinkUnderTest } from '../support/wire/links-under-test.ts'
import { linksUnderTest } from '../support/wire/links-under-test.ts'
import { makeTestRouter } from '../support/wire/test-contract.ts'

describe.each(linksUnderTest)('a link: %s', (_name, openLink) => {
  let link: LinkUnderTest
  let seen: ReturnType<typeof makeTestRouter>['seen']
  let logged: { reference: string; error: unknown; procedure: string }[]

  beforeEach(async () => {
    const made = makeTestRouter()
    seen = made.seen
    logged = []
    link = await openLink({
      router: made.router,
      context: { caller: 'the tester' },
      onUnexpected: (reference, error, procedure) => logged.push({ reference, error, procedure }),
    })
  })
  afterEach(() => link.close())

  const failureOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'no failure',
      (error: unknown) => error,
    )
  const collect = async (stream: AsyncIterable<number>, into: number[]): Promise<void> => {
    for await (const n of stream) into.push(n)
  }

  it('answers a query, with everything that the contract speaks in', async () => {
    const value = {
      text: 'ü 漢字 \u{1F40B} \0 \n',
      big: 2n ** 60n,
      at: new Date(0),
      nothing: null,
      deep: [{ a: [1, 2, { b: false }] }],
      left: undefined,
    }
    expect(await link.client.echo(value)).toEqual(value)
  })

  it('carries a mutation and the caller that the host named', async () => {
    expect(await link.client.add({ count: 2 })).toBe(2)
    expect(await link.client.add({ count: 3 })).toBe(5)
    expect(await link.client.whoAmI()).toBe('the tester')
  })

  it('carries an expected failure as FAULT with the fault as its data', async () => {
    const error = await failureOf(link.client.refuse())
    expect(error).toBeInstanceOf(ORPCError)
    expect(error).toMatchObject({
      code: 'FAULT',
      defined: true,
      status: 422,
      data: { code: 'SOURCE_MISSING', path: '/a b/ü.db' },
    })
    expect(logged).toEqual([])
  })

  it('refuses input that the schema refuses, before the handler', async () => {
    expect(await failureOf(link.client.add({ count: 1.5 }))).toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
    })
    expect(await failureOf(link.client.add({} as { count: number }))).toMatchObject({ code: 'BAD_REQUEST' })
    expect(seen.added).toBe(0)
  })

  it('keeps the text of an unexpected error, and gives out the reference under which it was logged', async () => {
    const error = await failureOf(link.client.break())
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'Internal error' })
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(logged).toMatchObject([
      { procedure: 'break', reference: (error as ORPCError<string, { reference: string }>).data.reference },
    ])
    expect(String(logged[0]?.error)).toContain('a secret in /home/someone')
  })

  it('streams in order to the end', async () => {
    const got: number[] = []
    await collect(await link.client.count({ upTo: 1000, everyMs: 0 }), got)
    expect(got).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1))
  })

  it('tells the source when a stream is broken off', async () => {
    for await (const n of await link.client.count({ upTo: 1000, everyMs: 5 })) if (n === 3) break
    await vi.waitFor(() => expect(seen.aborted).toEqual(['count']))
  })

  it('ends a stream with its fault, and masks an unexpected end', async () => {
    const got: number[] = []
    const fault = await failureOf(link.client.countThenRefuse().then((stream) => collect(stream, got)))
    expect(fault).toMatchObject({ code: 'FAULT', data: { code: 'VAULT_MISSING' } })
    const error = await failureOf(link.client.countThenBreak().then((stream) => collect(stream, got)))
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'Internal error' })
    expect(got).toEqual([1, 1])
    expect(logged).toMatchObject([{ procedure: 'countThenBreak' }])
  })

  it('aborts a call with its signal, also at the far end', async () => {
    const abort = new AbortController()
    const call = failureOf(link.client.wait(undefined, { signal: abort.signal }))
    await sleep(50)
    abort.abort()
    await vi.waitFor(() => expect(seen.aborted).toEqual(['wait']))
    if (link.breakLine) expect(await call).toMatchObject({ name: 'AbortError' })
    expect(logged).toEqual([])
  })

  it('carries many calls at once without mixing them up', async () => {
    const numbers = Array.from({ length: 500 }, (_, n) => n)
    expect(await Promise.all(numbers.map((n) => link.client.echo({ n })))).toEqual(
      numbers.map((n) => ({ n })),
    )
  })

  describe('when the line is lost', () => {
    const lose = async (): Promise<void> => {
      link.breakLine?.()
      await vi.waitFor(() => expect(link.states[0]).toBe('reconnecting'))
    }

    it('rejects what was under way, and tells the far end', async (test) => {
      test.skip(link.breakLine === null, 'it has no line')
      const call = failureOf(link.client.wait())
      await sleep(50)
      link.breakLine?.()
      expect(await call).toEqual(new LinkError('CONNECTION_LOST'))
      await vi.waitFor(() => expect(seen.aborted).toEqual(['wait']))
    })

    it('rejects a stream that was under way, and tells the far end', async (test) => {
      test.skip(link.breakLine === null, 'it has no line')
      const reading = failureOf(link.client.silentStream().then((stream) => collect(stream, [])))
      await sleep(50)
      link.breakLine?.()
      expect(await reading).toEqual(new LinkError('CONNECTION_LOST'))
      await vi.waitFor(() => expect(seen.aborted).toEqual(['silentStream']))
    })

    it('lets later calls wait for the next line and answers them', async (test) => {
      test.skip(link.breakLine === null, 'it has no line')
      for (const round of [1, 2, 3]) {
        await lose()
        expect(await link.client.echo(round)).toBe(round)
        expect(link.dials()).toBe(round + 1)
        expect(link.states).toEqual(['reconnecting', 'connected'])
        link.states.length = 0
      }
    })

    it('gives up a waiting call that is aborted', async (test) => {
      test.skip(link.breakLine === null, 'it has no line')
      await lose()
      expect(await failureOf(link.client.echo(1, { signal: AbortSignal.abort() }))).toMatchObject({
        name: 'AbortError',
      })
    })
  })

  it('ends a line on which a message is larger than any question', async (test) => {
    test.skip(link.breakLine === null, 'it has no line')
    expect(await failureOf(link.client.echo('x'.repeat(largestMessage + 1)))).toEqual(
      new LinkError('CONNECTION_LOST'),
    )
    expect(await link.client.echo('small')).toBe('small')
  })
})
