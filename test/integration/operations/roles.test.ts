import { afterEach, describe, expect, it } from 'vitest'

import { contract, type Client } from '../../../shared/contract/contract.ts'
import { roles, type Role } from '../../../shared/domain/access/role.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import { backendRig, clientAs, closeBackends } from './backend-rig.ts'

afterEach(closeBackends)

const id = '01890000-0000-7000-8000-000000000001'
const draft = {
  ...policyPresets[0]!,
  tiers: [],
  timeZone: 'UTC',
  schedules: [],
  retention: { ...policyPresets[0]!.retention },
  destinations: [],
  isEnabled: true,
}
const restored = { archiveId: id, confirmName: '', replaces: [] }

type Call = (client: Client) => Promise<unknown>
type Branch =
  | 'policies'
  | 'schedules'
  | 'retention'
  | 'timeline'
  | 'archives'
  | 'guard'
  | 'health'
  | 'alerts'
  | 'channels'
  | 'audit'
  | 'compliance'
  | 'access'
  | 'keys'
  | 'kit'

/** Who may call what, said once more beside the contract: a role that is lowered there is seen here. */
const needs: { readonly [B in Branch]: Readonly<Record<keyof Client[B], readonly [Role, Call]>> } = {
  policies: {
    list: ['viewer', ({ policies }) => policies.list()],
    explainCron: ['viewer', ({ policies }) => policies.explainCron({ cron: '0 7 * * *', timeZone: 'UTC' })],
    save: ['administrator', ({ policies }) => policies.save({ draft })],
    enable: ['administrator', ({ policies }) => policies.enable({ policyId: id, isEnabled: false })],
    remove: ['administrator', ({ policies }) => policies.remove({ policyId: id })],
    apply: ['operator', ({ policies }) => policies.apply({ policyId: null, databaseIds: [id] })],
    exportFile: ['viewer', ({ policies }) => policies.exportFile()],
    importFile: ['administrator', ({ policies }) => policies.importFile({ text: '{}' })],
  },
  schedules: {
    view: ['viewer', ({ schedules }) => schedules.view()],
    pause: ['operator', ({ schedules }) => schedules.pause()],
    resume: ['operator', ({ schedules }) => schedules.resume()],
  },
  retention: {
    plan: ['viewer', ({ retention }) => retention.plan({ databaseId: id })],
    goes: ['viewer', ({ retention }) => retention.goes()],
    run: ['administrator', ({ retention }) => retention.run({ databaseId: id })],
    removed: ['viewer', ({ retention }) => retention.removed({})],
    undo: ['administrator', ({ retention }) => retention.undo({ backupIds: [id] })],
    marks: ['viewer', ({ retention }) => retention.marks({})],
    pin: ['operator', ({ retention }) => retention.pin({ backupId: id })],
    unpin: ['operator', ({ retention }) => retention.unpin({ backupId: id })],
    hold: ['administrator', ({ retention }) => retention.hold({ backupId: id, name: 'case 7' })],
    lift: ['administrator', ({ retention }) => retention.lift({ markId: id })],
  },
  timeline: {
    lanes: ['viewer', ({ timeline }) => timeline.lanes()],
    view: ['viewer', ({ timeline }) => timeline.view({ fromMs: 0, toMs: 1, databaseIds: [id] })],
    preview: ['viewer', ({ timeline }) => timeline.preview({})],
    fate: ['viewer', ({ timeline }) => timeline.fate({ backupId: id })],
  },
  archives: {
    list: ['viewer', ({ archives }) => archives.list()],
    take: ['operator', ({ archives }) => archives.take()],
    verify: ['operator', ({ archives }) => archives.verify({ archiveId: id })],
    cleanUp: ['viewer', ({ archives }) => archives.cleanUp()],
    plan: ['viewer', ({ archives }) => archives.plan({ archiveId: id })],
    restore: ['administrator', ({ archives }) => archives.restore(restored)],
  },
  health: {
    report: ['viewer', ({ health }) => health.report()],
    history: ['viewer', ({ health }) => health.history({})],
  },
  alerts: {
    list: ['viewer', ({ alerts }) => alerts.list()],
    count: ['viewer', ({ alerts }) => alerts.count()],
    acknowledge: ['operator', ({ alerts }) => alerts.acknowledge({ alertId: id })],
    messages: ['viewer', ({ alerts }) => alerts.messages({})],
    saveEscalation: [
      'administrator',
      ({ alerts }) => alerts.saveEscalation({ escalation: defaultEscalation, revision: 'none' }),
    ],
  },
  kit: {
    make: ['administrator', ({ kit }) => kit.make({ folder: '/dev/null/kit', withRecoveryCode: false })],
    check: ['operator', ({ kit }) => kit.check({ folder: '/dev/null/kit' })],
  },
  keys: {
    list: ['viewer', ({ keys }) => keys.list()],
    add: ['administrator', ({ keys }) => keys.add({ key: { kind: 'recovery_code' } })],
    change: [
      'administrator',
      ({ keys }) => keys.change({ slotId: id, key: { kind: 'passphrase', passphrase: 'correct horse' } }),
    ],
    recoveryCode: ['administrator', ({ keys }) => keys.recoveryCode()],
    remove: ['administrator', ({ keys }) => keys.remove({ slotId: id, confirmName: '' })],
    rotate: ['administrator', ({ keys }) => keys.rotate({ keys: [], drops: [], confirmName: '' })],
    test: ['operator', ({ keys }) => keys.test({ slotId: id })],
  },
  channels: {
    list: ['administrator', ({ channels }) => channels.list()],
    save: [
      'administrator',
      ({ channels }) =>
        channels.save({
          name: 'desk',
          settings: { kind: 'notification' },
          secret: { kind: 'none' },
          replaces: true,
        }),
    ],
    remove: ['administrator', ({ channels }) => channels.remove({ name: 'desk' })],
    test: ['administrator', ({ channels }) => channels.test({ name: 'desk' })],
  },
  compliance: {
    report: ['viewer', ({ compliance }) => compliance.report()],
  },
  audit: {
    list: ['viewer', ({ audit }) => audit.list({})],
    verify: ['viewer', ({ audit }) => audit.verify()],
    verified: ['viewer', ({ audit }) => audit.verified()],
    export: ['operator', ({ audit }) => audit.export({ toPath: '/dev/null/nowhere' })],
  },
  access: {
    own: ['viewer', ({ access }) => access.own()],
    view: ['viewer', ({ access }) => access.view()],
    save: [
      'administrator',
      ({ access }) => access.save({ revision: 9, grants: [], others: 'administrator' }),
    ],
    mend: ['viewer', ({ access }) => access.mend()],
  },
  guard: {
    begin: ['operator', ({ guard }) => guard.begin({ databaseId: id })],
    check: ['operator', ({ guard }) => guard.check({ backupId: id })],
  },
}

/** Whether the role kept a call from being made; what becomes of one that is made is no matter here. */
async function isForbidden(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => false,
    (error: unknown) => (error as { data?: { code?: unknown } }).data?.code === 'ROLE_NEEDED',
  )
}

describe('who may call', () => {
  it.each(Object.keys(needs) as Branch[])('every procedure of %s is checked here', (branch) => {
    expect(Object.keys(needs[branch]).toSorted()).toEqual(Object.keys(contract[branch]).toSorted())
  })

  it('each asks for its role, and nobody without a role may anything', async () => {
    const rig = await backendRig()
    await rig.client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const as = (role: Role | null): Client => clientAs(rig, role)
    const [found, expected]: [string[], string[]] = [[], []]
    for (const [branch, procedures] of Object.entries(needs)) {
      for (const [name, [needed, call]] of Object.entries(procedures) as [string, [Role, Call]][]) {
        const forbidden: string[] = (await isForbidden(call(as(null)))) ? ['nobody'] : []
        for (const role of roles) if (await isForbidden(call(as(role)))) forbidden.push(role)
        found.push(`${branch}.${name} ${forbidden.join()}`)
        expected.push(`${branch}.${name} ${['nobody', ...roles.slice(0, roles.indexOf(needed))].join()}`)
      }
    }
    expect(found).toEqual(expected)
  })
})
