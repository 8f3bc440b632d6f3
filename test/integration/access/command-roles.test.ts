import fs from 'node:fs'
import path from 'node:path'

import { afterEach, expect, it } from 'vitest'

import { commandActs, type CommandAct } from '../../../shared/domain/access/command-acts.ts'
import { mayAct, roles } from '../../../shared/domain/access/role.ts'
import { exitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { runCli } from '../../../main/cli/run-cli.ts'
import { composeOperations } from '../../../main/compose/compose-operations.ts'
import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { listAudit } from '../../../main/operations/audit/list-audit.ts'
import { createVault } from '../../../main/operations/vaults/create-vault.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'
import { makeMe } from '../../support/access-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { filesBelow } from '../cli/cli-rig.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/**
 * A command line of each act: what it names is not there, which matters only to somebody who may. A vault that is made has no roles yet:
 * whoever makes it may.
 */
const lineOf: { readonly [A in Exclude<CommandAct, 'vault.create'>]: string } = {
  'access.mend': 'access mend',
  'access.save': 'access others viewer',
  'access.view': 'access',
  'agent.run': 'agent',
  'agent.stop': 'agent stop',
  'alerts.acknowledge': 'alerts ack 0189',
  'alerts.list': 'alerts',
  'alerts.messages': 'alerts messages',
  'alerts.saveEscalation': 'alerts matrix --from FILE',
  'archives.list': 'system list',
  'archives.plan': 'system restore 0189 --plan',
  'archives.restore': 'system restore 0189 --yes',
  'archives.take': 'system backup',
  'archives.verify': 'system verify 0189',
  'audit.export': 'audit export --to FILE.audit',
  'audit.list': 'audit',
  'audit.verify': 'audit verify',
  'backups.get': 'show 0189',
  'backups.start': 'backup --all',
  'backups.verify': 'verify --all',
  'channels.list': 'channel list',
  'channels.remove': 'channel remove desk',
  'channels.save': 'channel add desk notification',
  'channels.test': 'channel test desktop',
  'compare.exportSql': 'compare 0189 --sql --output FILE.sql',
  'compare.summary': 'compare 0189',
  'compliance.report': 'compliance',
  'databases.add': 'add FILE',
  'databases.list': 'list',
  'drills.assertions': 'assertions list market',
  'drills.keepAssertions': 'assertions clear market',
  'drills.proveDetection': 'drill market --prove-detection',
  'drills.start': 'drill market',
  'guard.begin': 'guard market -- true',
  'health.report': 'health',
  'keys.add': 'key add recovery-code',
  'keys.change': 'key change 0189',
  'keys.list': 'key list',
  'keys.recoveryCode': 'key recovery-code',
  'keys.remove': 'key remove 0189 --yes',
  'keys.rotate': 'key rotate --yes',
  'keys.test': 'key test 0189',
  'kit.check': 'kit check FILE.kit',
  'kit.make': 'kit make FILE.kit',
  'look.content': 'look 0189',
  'objectives.list': 'objectives',
  'objectives.set': 'objectives set market --rpo 1h',
  'partial.preview': 'restore market --table series --preview',
  'partial.start': 'restore market --table series --yes',
  'partial.startSchemaCopy': 'restore market --schema-only --to FILE.new',
  'points.list': 'points market',
  'points.merge': 'merge market',
  'policies.apply': 'policy apply none market',
  'policies.enable': 'policy pause Daily',
  'policies.exportFile': 'policy export',
  'policies.importFile': 'policy import FILE',
  'policies.list': 'policy list',
  'policies.remove': 'policy remove Daily',
  'policies.save': 'policy set Daily --daily 7',
  'restore.plan': 'restore market --plan',
  'restore.start': 'restore market --yes',
  'retention.goes': 'prune --dry-run',
  'retention.hold': 'hold add 0189 --name case-7',
  'retention.lift': 'hold lift case-7',
  'retention.marks': 'hold list',
  'retention.pin': 'pin 0189',
  'retention.run': 'prune',
  'retention.undo': 'prune --undo 0189',
  'retention.unpin': 'unpin 0189',
  'schedules.pause': 'schedule pause',
  'schedules.resume': 'schedule resume',
  'schedules.view': 'schedule',
  'vault.rebuild': 'rebuild',
}

it('every command refuses each role below its own, writes nothing into the vault, and each refusal is in the audit log', async () => {
  const folder = tempFolder('roles')
  const [vault, home, file] = ['vault', 'home', 'file'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  fs.writeFileSync(file, '{}')
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    HOLDFAST_HOME: home,
    HOLDFAST_VAULT: vault,
    HOLDFAST_KEYCHAIN: 'off',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
  }
  const composed = await composeOperations({
    by: 'command_line',
    jobs: (logger) => forkWithNode({ logger }),
    homeFolder: home,
    env,
  })
  closing.push(() => composed.close())
  await createVault(composed.operations, vault, { kind: 'automatic' })
  // What making it has still to write is written when it is closed.
  await openVault(composed.operations, vault)
  const called = async (line: string): Promise<readonly [number, string]> => {
    let out = ''
    const args = ['--json', ...line.split(' ')].map((word) => word.replace('FILE', file))
    const status = await runCli(args, {
      out: (text) => (out += text),
      outAll: async (text) => void (out += text),
      err: () => undefined,
      isOutTty: false,
      isErrTty: false,
      canAsk: false,
      columns: 80,
      env,
      baseFolder: folder,
    })
    const { error } = JSON.parse(out) as { error?: { code: string } }
    return [status, error?.code ?? 'done']
  }
  const acts = Object.keys(lineOf) as (keyof typeof lineOf)[]
  const outsideOfAudit = (): readonly string[] =>
    filesBelow(vault).filter((name) => !name.startsWith(path.join('.holdfast', 'audit')))
  for (const has of roles.slice(0, -1)) {
    await makeMe(composed.operations, has, roles.indexOf(has) + 1)
    const before = outsideOfAudit()
    const below = acts.filter((act) => !mayAct(has, commandActs[act]))
    const found = await below.reduce<Promise<Record<string, unknown>>>(async (soFar, act) => {
      const all = await soFar
      return { ...all, [act]: await called(lineOf[act]) }
    }, Promise.resolve({}))
    expect(found).toEqual(
      Object.fromEntries(below.map((act) => [act, [exitStatus.notAllowed, 'ROLE_NEEDED']])),
    )
    expect(outsideOfAudit()).toEqual(before)
    const { entries } = await listAudit(composed.operations, { result: 'refused' }, null, 500)
    expect(below.filter((act) => !entries.some((entry) => entry.act === act))).toEqual([])
  }
  await makeMe(composed.operations, 'viewer', 3)
  for (const line of ['list', 'access', 'schedule', 'policy list'])
    expect(await called(line)).toEqual([0, 'done'])
})
