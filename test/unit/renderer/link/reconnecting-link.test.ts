import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Line } from '../../../../renderer/link/line.ts'
import { LinkError, lossOfLine } from '../../../../renderer/link/line.ts'
import type { LinkState } from '../../../../renderer/link/reconnecting-link.ts'
import { reconnectingLink } from '../../../../renderer/link/reconnecting-link.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Dials whose results a test lays down in advance; a line answers every call with its number. */
function dialler(results: readonly ('line' | LinkError)[]) {
  const losses: ReturnType<typeof lossOfLine>[] = []
  let dials = 0
  const dial = (): Promise<Line> => {
    const number = dials
    const result = results[number]
    dials += 1
    if (result !== 'line') return Promise.reject(result ?? new LinkError('UNREACHABLE'))
    const loss = lossOfLine()
    losses.push(loss)
    return Promise.resolve({
      link: { call: () => Promise.resolve(number) },
      onLost: loss.onLost,
      close: () => loss.lose(),
    })
  }
  return { dial, losses, dials: () => dials }
}

const call = (lasting: Awaited<ReturnType<typeof reconnectingLink>>) =>
  lasting.link.call(['x'], undefined, { context: {} })

describe('a reconnecting link', () => {
  it('rejects when the first dial does', async () => {
    const { dial } = dialler([new LinkError('TICKET_MISSING')])
    await expect(reconnectingLink(dial)).rejects.toEqual(new LinkError('TICKET_MISSING'))
  })

  it('dials again until somebody answers, waiting longer each time but never more than two seconds', async () => {
    const unreachable = Array.from({ length: 8 }, () => new LinkError('UNREACHABLE'))
    const { dial, losses, dials } = dialler(['line', ...unreachable, 'line'])
    const lasting = await reconnectingLink(dial)
    const states: LinkState[] = []
    lasting.onStateChange((state) => states.push(state))
    losses[0]?.lose()
    const waiting = call(lasting)
    await vi.advanceTimersByTimeAsync(100 + 200 + 400 + 800 + 1600)
    expect(dials()).toBe(6)
    await vi.advanceTimersByTimeAsync(4 * 2000)
    expect(await waiting).toBe(9)
    expect(states).toEqual(['reconnecting', 'connected'])
  })

  it('is lost for good when trying again can not help, and says so to every call', async () => {
    const { dial, losses, dials } = dialler(['line', new LinkError('SESSION_ENDED'), 'line'])
    const lasting = await reconnectingLink(dial)
    const states: LinkState[] = []
    lasting.onStateChange((state) => states.push(state))
    losses[0]?.lose()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states).toEqual(['reconnecting', 'lost'])
    await expect(call(lasting)).rejects.toEqual(new LinkError('SESSION_ENDED'))
    expect(dials()).toBe(2)
  })

  it('dials no more once it is closed', async () => {
    const { dial, dials } = dialler(['line', 'line'])
    const lasting = await reconnectingLink(dial)
    lasting.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(dials()).toBe(1)
  })

  it('leaves no listener behind on a line that lives long', async () => {
    let listeners = 0
    const loss = lossOfLine()
    const lasting = await reconnectingLink(() =>
      Promise.resolve({
        link: { call: () => Promise.resolve('answer') },
        onLost(listener: () => void) {
          listeners += 1
          const forget = loss.onLost(listener)
          return () => {
            listeners -= 1
            forget()
          }
        },
        close: () => undefined,
      }),
    )
    for (let n = 0; n < 100; n += 1) await call(lasting)
    expect(listeners).toBe(1)
  })
})
