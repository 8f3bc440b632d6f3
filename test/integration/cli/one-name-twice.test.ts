import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { saveRegistration } from '../../../main/engine/engine.ts'
import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { backupDocument, databasesDocument } from './json-shapes.ts'

async function vaultRig(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  return rig
}

async function registered(rig: Rig) {
  return databasesDocument.parse((await rig.json('list')).json).databases
}

describe('two databases of one name, as machines that did not see each other leave them', () => {
  it('are both backed up by --all, and never taken for each other', async () => {
    const rig = await vaultRig()
    const [first, second] = ['a.db', 'b.db'].map((name) => rig.source(name))
    await rig.run('add', first!, '--name', 'market_data')
    const ports = nodePorts(silentLogger)
    await saveRegistration(ports, rig.vault, {
      id: ports.ids.newId(),
      name: 'market_data',
      tier: 'core',
      path: second!,
      registeredAt: '2026-01-01T00:00:00.000Z',
    })

    const { status, json } = await rig.json('backup', '--all')
    expect(status).toBe(0)
    expect(backupDocument.parse(json).results.map(({ success }) => success)).toEqual([true, true])
    expect((await registered(rig)).map(({ backupCount }) => backupCount)).toEqual([1, 1])

    for (const command of ['list', 'restore']) {
      const refused = await rig.run(command, 'market_data')
      expect(refused).toMatchObject({ status: 2, out: '' })
      expect(refused.err).toContain('several databases are named market_data')
    }
    const planned = await rig.json('restore', path.basename(second!), '--plan')
    expect(planned.json).toMatchObject({ plan: { target: { path: second } } })
  })
})
