import { describe, expect, it } from 'vitest'

import { exitStatus, exitStatusOf, exitStatusOfAll } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { Fault } from '../../../shared/domain/fault.ts'

const missing: Fault = { code: 'SOURCE_MISSING', path: '/a' }
const locked: Fault = { code: 'SOURCE_LOCKED', path: '/a', waitedMs: 1 }
const cancelled: Fault = { code: 'JOB_CANCELLED' }

describe('the published table', () => {
  it('never changes', () => {
    expect(exitStatus).toEqual({
      done: 0,
      failed: 1,
      wrongUse: 2,
      partlyDone: 3,
      degraded: 4,
      noVault: 10,
      locked: 11,
      wrongKey: 12,
      notAllowed: 13,
      cancelled: 130,
    })
  })

  it('gives one fault its status', () => {
    expect(exitStatusOf({ code: 'VAULT_NOT_GIVEN' })).toBe(10)
    expect(exitStatusOf({ code: 'TARGET_IN_USE', path: '/a', openedBy: [] })).toBe(11)
    expect(exitStatusOf({ code: 'KEY_WRONG', path: '/v' })).toBe(12)
    expect(exitStatusOf({ code: 'WRONG_USE', detail: '' })).toBe(2)
    expect(exitStatusOf(missing)).toBe(1)
    expect(exitStatusOf(cancelled)).toBe(130)
  })

  it('sums several results up', () => {
    expect(exitStatusOfAll([])).toBe(0)
    expect(exitStatusOfAll([undefined, undefined])).toBe(0)
    expect(exitStatusOfAll([undefined, missing])).toBe(3)
    expect(exitStatusOfAll([missing, missing])).toBe(1)
    expect(exitStatusOfAll([locked])).toBe(11)
    expect(exitStatusOfAll([locked, missing])).toBe(1)
    expect(exitStatusOfAll([undefined, cancelled])).toBe(130)
  })
})
