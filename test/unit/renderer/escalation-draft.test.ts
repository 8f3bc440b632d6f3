import { describe, expect, it } from 'vitest'

import {
  draftOfEscalation,
  draftProblem,
  escalationOfDraft,
  rolesOfNobody,
} from '../../../renderer/screens/telling/escalation-draft.ts'
import { defaultEscalation, type Escalation } from '../../../shared/domain/alerts/escalation.ts'

const ada = { name: 'Ada', channels: ['mail'] }
const channels = ['desktop', 'mail', 'pager']

describe('an escalation as rows', () => {
  it('comes back as it was, also where somebody has other channels in another role', () => {
    const escalation: Escalation = {
      ...defaultEscalation,
      roles: {
        system_admin: [ada],
        team_lead: [ada, { name: 'Bo', channels: ['pager', 'mail'] }],
        database_admin: [{ name: 'Ada', channels: ['pager'] }],
      },
      quietHours: { from: '22:00', to: '07:00', timeZone: 'UTC' },
    }
    const draft = draftOfEscalation(escalation)
    expect(draft.people.map(({ name, roles }) => `${name}: ${roles.join()}`)).toEqual([
      'Ada: system_admin,team_lead',
      'Bo: team_lead',
      'Ada: database_admin',
    ])
    expect(escalationOfDraft(draft)).toEqual(escalation)
    expect(rolesOfNobody(draft)).toEqual(['on_call_engineer', 'infrastructure_team'])
    expect(draftProblem(draft, channels)).toBeNull()
  })

  it.each([
    [{ name: ' ' }, 'somebody has no name'],
    [{ roles: [] }, 'Ada has no role'],
    [{ channels: [] }, 'Ada has no channel'],
    [{ channels: ['fax'] }, 'Ada has the channel fax, which is not there'],
  ])('says what is wrong with %j', (part, problem) => {
    const draft = draftOfEscalation({ ...defaultEscalation, roles: { system_admin: [ada] } })
    const people = draft.people.map((one) => ({ ...one, ...part }))
    expect(draftProblem({ ...draft, people }, channels)).toBe(problem)
  })

  it('says what is wrong with its steps', () => {
    const draft = draftOfEscalation(defaultEscalation)
    const rules = { ...draft.rules, backup_slow: { ...draft.rules.backup_slow, steps: [] } }
    expect(draftProblem({ ...draft, rules }, channels)).toContain('backup_slow')
  })
})
