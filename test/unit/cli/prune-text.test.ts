import { describe, expect, it } from 'vitest'

import { planText } from '../../../main/cli/output/prune-text.ts'
import type { JudgedBackup, RetentionPlanView } from '../../../shared/domain/retention/prune-views.ts'

function backup(n: number): JudgedBackup {
  const takenAt = `2026-11-2${n}T06:00:00.000Z`
  const file = `daily/market_data_daily_2026112${n}_060000.db.zst.enc`
  const backupId = `00000000-0000-4000-8000-00000000000${n}`
  return { backupId, file, type: 'full', label: 'daily', takenAt, sizeBytes: 1024 }
}

function planOf(stayCount: number): RetentionPlanView {
  return {
    databaseId: '00000000-0000-4000-8000-000000000000',
    database: 'market_data',
    policy: null,
    rests: null,
    refusal: null,
    kept: Array.from({ length: stayCount }, (_, n) => ({ ...backup(n + 2), reasons: [{ rule: 'newest' }] })),
    removed: [{ ...backup(1), rule: 'outlived' }],
    setAside: [],
  }
}

describe('the plan of a clean-up in the terminal', () => {
  it('counts what goes and what stays in words that fit', () => {
    expect(planText(planOf(1))).toMatch(/^market_data: 1 backup would go \(1\.00 KiB\), 1 stays\n/)
    expect(planText(planOf(2))).toMatch(/^market_data: 1 backup would go \(1\.00 KiB\), 2 stay\n/)
  })
})
