import { describe, expect, it } from 'vitest'

import type { Fault } from '../../../../shared/domain/fault.ts'
import { faultText } from '../../../../shared/domain/faults/fault-text.ts'

describe('the words of a fault that was read from a log', () => {
  it.each([
    { code: 'CHAIN_BROKEN', backup: 'x' },
    { code: 'constructor' },
    { code: 'TARGET_IN_USE', path: '/a.db' },
  ])('are there for what this version does not know: $code', (foreign) => {
    const text = faultText(foreign as unknown as Fault)
    expect(text.message).toContain(foreign.code)
    expect(text.remedy).toMatch(/newest Holdfast/)
  })

  it('are its own for what it knows', () => {
    expect(faultText({ code: 'JOB_CANCELLED' }).title).toBe('Cancelled')
  })
})
