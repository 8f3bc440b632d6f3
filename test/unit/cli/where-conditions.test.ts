import { describe, expect, it } from 'vitest'

import { restoreKindOf } from '../../../main/cli/commands/restore-kind.ts'
import { conditionsOf } from '../../../main/cli/commands/where-conditions.ts'

describe('--where', () => {
  it('takes each form', () => {
    expect(
      conditionsOf(['a=1', 'b between 1 and 2 and 3', 'c LIKE %x y%', 'd is NULL', 'e e=x=y', 'f=g is null']),
    ).toEqual([
      { column: 'a', test: 'equals', value: '1' },
      { column: 'e e', test: 'equals', value: 'x=y' },
      { column: 'f', test: 'equals', value: 'g is null' },
      { column: 'b', test: 'between', from: '1', to: '2 and 3' },
      { column: 'c', test: 'like', pattern: '%x y%' },
      { column: 'd', test: 'is_null' },
    ])
  })

  it('takes one column’s values together: one of them', () => {
    expect(conditionsOf(['a=1', 'b=', 'a=2'])).toEqual([
      { column: 'a', test: 'one_of', values: ['1', '2'] },
      { column: 'b', test: 'equals', value: '' },
    ])
  })

  it('refuses what is none', () => {
    for (const given of ['', 'a', '=1', 'a is not null'])
      expect(() => conditionsOf([given])).toThrow('WRONG_USE')
  })
})

describe('the kind of a restore', () => {
  it('is told by its options, and what does not go together is refused', () => {
    expect(restoreKindOf({ plan: true, to: 'x' })).toBe('complete')
    expect(restoreKindOf({ table: ['a'], where: ['a=1'], preview: true, triggers: 'fire' })).toBe('partial')
    expect(restoreKindOf({ schemaOnly: true, to: 'x' })).toBe('schema_only')
    for (const options of [
      { where: ['a=1'] },
      { preview: true },
      { table: ['a'], to: 'x' },
      { table: ['a'], schemaOnly: true },
      { schemaOnly: true, inPlace: true },
    ])
      expect(() => restoreKindOf(options)).toThrow('WRONG_USE')
  })
})
