import { describe, expect, it } from 'vitest'

import { pageOf, pageWords } from '../../../main/cli/commands/page-options.ts'
import { faultOf } from '../../../shared/domain/fault.ts'

function faultAt(options: Parameters<typeof pageOf>[0]): unknown {
  try {
    return pageOf(options)
  } catch (error) {
    return faultOf(error)?.code
  }
}

describe('a page on the command line', () => {
  it('has 100 rows from the first when nothing is said', () => {
    expect(pageOf({})).toEqual({ limit: 100, offset: 0 })
    expect(pageOf({ limit: '7', offset: '12' })).toEqual({ limit: 7, offset: 12 })
  })

  it.each([
    { limit: '0' },
    { limit: '1001' },
    { limit: '1.5' },
    { limit: '' },
    { offset: '-1' },
    { offset: '1e3' },
  ])('refuses %j', (options) => {
    expect(faultAt(options)).toBe('WRONG_USE')
  })

  it('says which part is shown, and nothing where that is all', () => {
    expect(pageWords(0, 3, 3)).toBe('')
    expect(pageWords(7, 1, 300)).toBe('8 to 8 of 300\n')
    expect(pageWords(400, 0, 300)).toBe('none of 300 from there on\n')
  })
})
