import { describe, expect, it } from 'vitest'

import { runInOrder } from '../../../../main/engine/image/run-in-order.ts'

describe('running in order', () => {
  it('finishes in order whatever takes longest, with no more than its depth under way beside the one that is finished', async () => {
    const finished: number[] = []
    let underWay = 0
    let most = 0
    await runInOrder<number>(50, 4, {
      start(n) {
        underWay += 1
        most = Math.max(most, underWay)
        const work = new Promise<number>((resolve) => {
          setTimeout(resolve, (n * 7) % 5, n)
        })
        return Promise.resolve({ work })
      },
      finish(result, n) {
        underWay -= 1
        expect(result).toBe(n)
        finished.push(n)
        return Promise.resolve()
      },
    })
    expect(finished).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect(most).toBe(5)
  })

  it('passes the first error on, and drops those of work that was under way', async () => {
    const failing = runInOrder<number>(9, 3, {
      start: (n) =>
        Promise.resolve({ work: n >= 2 ? Promise.reject(new Error(`item ${n}`)) : Promise.resolve(n) }),
      finish: () => Promise.resolve(),
    })
    await expect(failing).rejects.toThrow('item 2')
    const failingToFinish = runInOrder<number>(9, 3, {
      start: (n) => Promise.resolve({ work: Promise.resolve(n) }),
      finish: (_, n) => (n === 4 ? Promise.reject(new Error('disk')) : Promise.resolve()),
    })
    await expect(failingToFinish).rejects.toThrow('disk')
  })

  it('starts the next item while an earlier one is finished', async () => {
    let finishNow = (): void => undefined
    const isFinishing = new Promise<void>((resolve) => {
      finishNow = resolve
    })
    const finished: number[] = []
    await runInOrder<number>(3, 1, {
      start(n) {
        // Were they one after the other, the first would never be finished.
        if (n === 1) finishNow()
        return Promise.resolve({ work: Promise.resolve(n) })
      },
      async finish(_, n) {
        await isFinishing
        finished.push(n)
      },
    })
    expect(finished).toEqual([0, 1, 2])
  })

  it('begins nothing more after an error, and waits for the step beside it', async () => {
    const started: number[] = []
    let isStarting = false
    const failing = runInOrder<number>(9, 1, {
      async start(n) {
        isStarting = true
        started.push(n)
        await new Promise((resolve) => setTimeout(resolve, 5))
        isStarting = false
        return { work: Promise.resolve(n) }
      },
      finish: (_, n) => (n === 1 ? Promise.reject(new Error('disk')) : Promise.resolve()),
    })
    await expect(failing).rejects.toThrow('disk')
    expect([started, isStarting]).toEqual([[0, 1, 2], false])
  })
})
