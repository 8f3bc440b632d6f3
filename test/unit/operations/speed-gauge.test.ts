import { describe, expect, it } from 'vitest'

import { SpeedGauge } from '../../../main/operations/queue/speed-gauge.ts'

describe('a speed', () => {
  const at = (doneBytes: number, step = 'reading', totalBytes: number | null = 1000) => ({
    step,
    doneBytes,
    totalBytes,
  })

  it('is not known before something was measured', () => {
    const gauge = new SpeedGauge()
    expect(gauge.read(at(0), 0)).toEqual({ bytesPerSecond: null, timeLeftMs: null })
    expect(gauge.read(at(0), 1000)).toEqual({ bytesPerSecond: null, timeLeftMs: null })
  })

  it('is measured over the last seconds, not from the start', () => {
    const gauge = new SpeedGauge()
    for (let second = 0; second <= 10; second += 1) gauge.read(at(second * 10), second * 1000)
    for (let second = 11; second <= 20; second += 1) gauge.read(at(100 + (second - 10) * 50), second * 1000)
    expect(gauge.read(at(650), 21_000)).toEqual({ bytesPerSecond: 50, timeLeftMs: 7000 })
  })

  it('starts over with each step, and leaves the time open where the total is', () => {
    const gauge = new SpeedGauge()
    gauge.read(at(0), 0)
    expect(gauge.read(at(500), 1000).timeLeftMs).toBe(1000)
    expect(gauge.read(at(10, 'proving'), 1100)).toEqual({ bytesPerSecond: null, timeLeftMs: null })
    expect(gauge.read(at(110, 'proving', null), 2100)).toEqual({ bytesPerSecond: 100, timeLeftMs: null })
  })
})
