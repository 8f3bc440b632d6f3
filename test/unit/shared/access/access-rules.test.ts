import { describe, expect, it } from 'vitest'

import {
  accessProblems,
  openAccess,
  roleByRules,
  subjectFrom,
  subjectText,
  withGrant,
  type AccessRules,
} from '../../../../shared/domain/access/access-rules.ts'

const rules: AccessRules = {
  ...openAccess,
  grants: [
    { kind: 'user', name: 'ada', role: 'administrator' },
    { kind: 'user', name: 'grace', role: 'viewer' },
    { kind: 'group', name: 'night', role: 'operator' },
    { kind: 'group', name: 'guests', role: 'viewer' },
  ],
  others: null,
}
const ada = { user: 'ada', groups: [] }

describe('the role of somebody', () => {
  it('is the highest of those that name the user or a group of the user', () => {
    expect(roleByRules(rules, ada)).toBe('administrator')
    expect(roleByRules(rules, { user: 'grace', groups: ['guests', 'night'] })).toBe('operator')
    expect(roleByRules(rules, { user: 'lin', groups: ['guests', 'staff'] })).toBe('viewer')
  })

  it('is that of others only where nobody is named: a group called like a user is not that user', () => {
    expect(roleByRules(rules, { user: 'night', groups: ['ada'] })).toBeNull()
    const open: AccessRules = { ...rules, others: 'administrator' }
    expect(roleByRules(open, { user: 'lin', groups: [] })).toBe('administrator')
    expect(roleByRules(open, { user: 'grace', groups: [] })).toBe('viewer')
    expect(roleByRules(openAccess, { user: 'anybody', groups: [] })).toBe('administrator')
  })
})

describe('rules that are to be saved', () => {
  it('have to leave an administrator, and the one who saves must be one', () => {
    expect(accessProblems(rules, ada)).toEqual([])
    expect(accessProblems(openAccess, ada)).toEqual([])
    const nobody = withGrant(rules, { kind: 'user', name: 'ada' }, 'operator')
    expect(accessProblems(nobody, ada)).toHaveLength(2)
    const byGroup = withGrant(rules, { kind: 'group', name: 'night' }, 'administrator')
    expect(accessProblems(byGroup, { user: 'lin', groups: ['night'] })).toEqual([])
    expect(accessProblems(byGroup, { user: 'lin', groups: [] })).toHaveLength(1)
    const onlyGroup = withGrant(byGroup, { kind: 'user', name: 'ada' }, null)
    expect(accessProblems(onlyGroup, { user: 'lin', groups: ['night'] })).toHaveLength(1)
  })

  it('name everybody once, by a name', () => {
    const twice: AccessRules = { ...rules, grants: [...rules.grants, rules.grants[0]!] }
    expect(accessProblems(twice, ada)).toHaveLength(1)
    for (const name of ['', ' ada', 'a\nb', '@x', 'x'.repeat(257)]) {
      const grants = [...rules.grants, { kind: 'user', name, role: 'viewer' } as const]
      expect(accessProblems({ ...rules, grants }, ada), name).toHaveLength(1)
    }
  })
})

it('subjects are written as on the command line, and kept in order', () => {
  expect([subjectFrom('@night'), subjectFrom('ada')].map(subjectText)).toEqual(['@night', 'ada'])
  const added = withGrant(withGrant(rules, subjectFrom('bea'), 'viewer'), subjectFrom('ada'), null)
  expect(added.grants.map(subjectText)).toEqual(['bea', 'grace', '@guests', '@night'])
})
