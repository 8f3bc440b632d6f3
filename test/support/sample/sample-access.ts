import type { Client } from '../../../shared/contract/contract.ts'
import { openAccess, type AccessRules, type Grant } from '../../../shared/domain/access/access-rules.ts'
import type { OwnAccess } from '../../../shared/domain/access/access-views.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

const damaged: Fault = {
  code: 'ACCESS_DAMAGED',
  path: '/mnt/vault/holdfast/.holdfast/access.json',
  problem: 'it was not written with this vault’s key',
}

const grants: readonly Grant[] = [
  { kind: 'user', name: 'ada', role: 'administrator' },
  { kind: 'user', name: 'grace', role: 'operator' },
  { kind: 'group', name: 'analysts', role: 'viewer' },
  { kind: 'group', name: 'night-shift', role: 'operator' },
]

/** Answers `access` from memory: the window's user is ada, who is viewer in the scene of that name. */
export function sampleAccess(store: SampleStore, name: SceneName): Client['access'] {
  const isNamed = name === 'viewer' || name === 'roles' || name === 'roles-damaged'
  let rules: AccessRules = isNamed ? { ...openAccess, revision: 4, grants, others: null } : openAccess
  if (name === 'viewer') {
    const others = grants.map((one) => (one.name === 'ada' ? { ...one, name: 'mary' } : one))
    rules = { ...rules, grants: [...others, { kind: 'user', name: 'ada', role: 'viewer' }] }
  }
  const problem = name === 'roles-damaged' ? damaged : null
  const isViewer = name === 'viewer' || problem !== null
  const own: OwnAccess = {
    user: 'ada',
    groups: ['ada'],
    role: isViewer ? 'viewer' : 'administrator',
    problem,
  }
  return {
    own: async () => own,
    view: async () => ({ rules, own, isSealed: true }),
    save: async (wanted) => {
      rules = { ...wanted, revision: rules.revision + 1 }
      store.hub.tell({ topic: 'lagged' })
      return rules
    },
    mend: async () => rules,
  }
}
