import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { coalesceProgress } from '../../../main/jobs/coalesce-progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('coalesced progress', () => {
  const begin = () => {
    const told: number[] = []
    const progress = coalesceProgress(({ doneBytes }) => told.push(doneBytes))
    return {
      told,
      report: (n: number) => progress.report({ step: 's', doneBytes: n, totalBytes: null }),
      progress,
    }
  }

  it('tells the first at once and the newest of those that came within a tenth of a second', () => {
    const { told, report } = begin()
    for (let n = 0; n < 100; n += 1) report(n)
    expect(told).toEqual([0])
    vi.advanceTimersByTime(100)
    expect(told).toEqual([0, 99])
    vi.advanceTimersByTime(1000)
    expect(told).toEqual([0, 99])
    report(100)
    expect(told).toEqual([0, 99, 100])
  })

  it('tells the last value when it ends and nothing after it', () => {
    const { told, report, progress } = begin()
    report(1)
    report(2)
    progress.end()
    report(3)
    vi.advanceTimersByTime(1000)
    expect(told).toEqual([1, 2])
    expect(vi.getTimerCount()).toBe(0)
  })
})
