import { describe, expect, it } from 'vitest'

import { factsOf } from '../../../../shared/domain/access/act.ts'
import { mayAct } from '../../../../shared/domain/access/role.ts'

describe('roles', () => {
  it('may what they need and nothing above', () => {
    expect(mayAct('administrator', 'viewer')).toBe(true)
    expect(mayAct('operator', 'operator')).toBe(true)
    expect(mayAct('operator', 'administrator')).toBe(false)
    expect(mayAct('viewer', 'operator')).toBe(false)
    expect(mayAct(null, 'viewer')).toBe(false)
  })
})

describe('what an act says of itself', () => {
  it('keeps ids, names and places, and nothing that it does not know', () => {
    const key = { kind: 'passphrase', passphrase: 'correct horse' }
    expect(
      factsOf({ databaseId: 'a', backupIds: ['b', 7, 'c'], folder: '/v', isEnabled: false, key }),
    ).toEqual({
      databaseId: 'a',
      backupIds: ['b', 'c'],
      folder: '/v',
      isEnabled: false,
    })
  })

  it('takes any request, also a hostile one', () => {
    for (const request of [undefined, null, 7, 'text', [1], { databaseId: {} }, Object.create(null)])
      expect(factsOf(request)).toEqual({})
    const long = factsOf({ name: 'x'.repeat(5000), databaseIds: Array.from({ length: 5000 }, () => 'id') })
    expect((long['name'] as string).length).toBe(1024)
    expect(long['databaseIds']).toHaveLength(100)
  })
})
