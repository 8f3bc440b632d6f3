import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { fewRules } from '../../support/prune-rig.ts'
import { canMountFor, fillDisk, mountSmallDisk } from '../../support/small-disk.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { pruneDocument } from './prune-json-shapes.ts'

const canMount = canMountFor('a clean-up of a vault without a free byte')

/** A vault on a disk of its own, with two fulls set aside, two more that go, and one that stays. */
async function rigOnDisk(): Promise<Rig> {
  const rig = cliRig()
  expect(mountSmallDisk(rig.vault, 96 << 20)).toBe(true)
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data', { rows: 20 }))
  const policy = {
    name: 'Few',
    scope: 'databases',
    tiers: [],
    timeZone: 'UTC',
    priority: 5,
    destinations: [],
    schedules: [{ type: 'full', label: 'daily', cron: '0 6 * * *' }],
    retention: fewRules,
    isEnabled: true,
    databases: ['market_data'],
  }
  const file = path.join(rig.folder, 'policies.json')
  fs.writeFileSync(file, JSON.stringify({ holdfastPolicies: 1, policies: [policy] }))
  await rig.run('policy', 'import', file)
  for (let n = 0; n < 3; n += 1) await rig.run('backup', 'market_data')
  expect(pruneDocument.parse((await rig.json('prune')).json).setAsideCount).toBe(2)
  for (let n = 0; n < 2; n += 1) await rig.run('backup', 'market_data')
  return rig
}

describe.skipIf(!canMount)('a vault without a free byte', () => {
  it('is cleaned up all the same, with the room that was laid by', async () => {
    const rig = await rigOnDisk()
    const reserve = path.join(rig.vault, '.holdfast', 'reserve')
    expect(fs.statSync(reserve).size).toBe(2 << 20)
    const ballast = fillDisk(rig.vault)
    // A backup that found no room must not keep room from being made.
    expect((await rig.run('backup', 'market_data')).err).toContain('[VAULT_FULL]')
    const pruned = await rig.json('prune', '--now')
    expect([pruned.status, pruneDocument.parse(pruned.json)]).toMatchObject([
      0,
      { success: true, setAsideCount: 2, endedCount: 4 },
    ])
    expect(fs.existsSync(reserve)).toBe(false)
    expect((await rig.run('verify', '--all')).status).toBe(0)

    // It is laid again once there is plenty of room.
    fs.rmSync(ballast)
    expect((await rig.run('prune')).status).toBe(0)
    expect(fs.statSync(reserve).size).toBe(2 << 20)
  })

  it('says so where nothing was laid by, and touches nothing', async () => {
    const rig = await rigOnDisk()
    fs.rmSync(path.join(rig.vault, '.holdfast', 'reserve'))
    const ballast = fillDisk(rig.vault)
    const pruned = await rig.run('prune', '--now')
    expect([pruned.status, pruned.err.includes('[VAULT_FULL]')]).toEqual([1, true])
    fs.rmSync(ballast)
    expect((await rig.run('prune', '--undo')).out.match(/^Put back/gm)).toHaveLength(2)
    expect((await rig.run('verify', '--all')).status).toBe(0)
  })
})
