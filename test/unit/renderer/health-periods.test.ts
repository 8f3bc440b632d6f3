import { describe, expect, it } from 'vitest'

import { healthPeriods, healthyShare } from '../../../renderer/screens/health/health-periods.ts'
import { defaultThresholds } from '../../../shared/domain/health/health-report.ts'
import { pastReportOf, type PastReport } from '../../../shared/domain/health/health-views.ts'
import { judgeHealth } from '../../../shared/domain/health/judge-health.ts'

const hour = 3_600_000
const begunMs = Date.parse('2026-11-01T00:00:00.000Z')
const span = { fromMs: begunMs, toMs: begunMs + 24 * hour }

function reportAt(hours: number, isFull = false): PastReport {
  const now = new Date(begunMs + hours * hour).toISOString()
  const storage = { totalBytes: 100, freeBytes: isFull ? 1 : 50 }
  return pastReportOf(judgeHealth({ now, databases: [], storage, unknown: [] }, defaultThresholds))
}

function wordsOf(reports: readonly PastReport[]): readonly string[] {
  return healthPeriods(reports, span, hour).map(
    ({ state, fromMs, toMs }) => `${state} ${(fromMs - begunMs) / hour}-${(toMs - begunMs) / hour}`,
  )
}

describe('periods of health', () => {
  it('leave no hole: what was not watched is said, never taken for healthy', () => {
    expect(wordsOf([])).toEqual(['not_watched 0-24'])
    // Newest first, as they are answered.
    const reports = [23, 22, 21].map((at) => reportAt(at)).concat([4, 3, 2].map((at) => reportAt(at)))
    expect(wordsOf(reports)).toEqual([
      'not_watched 0-2',
      // The next report should have come within half an hour more.
      'HEALTHY 2-5.5',
      'not_watched 5.5-21',
      'HEALTHY 21-24',
    ])
  })

  it('turn at the report that says so', () => {
    const reports = Array.from({ length: 25 }, (_, at) => reportAt(at, at >= 6 && at < 9))
    expect(wordsOf(reports)).toEqual(['HEALTHY 0-6', 'DEGRADED 6-9', 'HEALTHY 9-24'])
    expect(healthyShare(healthPeriods(reports, span, hour))).toBeCloseTo(21 / 24)
  })

  it('begin with what held before, and end now', () => {
    expect(wordsOf([reportAt(-0.75, true), reportAt(23.5)])).toEqual([
      'DEGRADED 0-0.75',
      'not_watched 0.75-23.5',
      'HEALTHY 23.5-24',
    ])
  })

  it('have no share where nobody ever watched', () => {
    expect(healthyShare(healthPeriods([], span, hour))).toBeNull()
  })
})
