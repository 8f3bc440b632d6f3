import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends } from './backend-rig.ts'

afterEach(closeBackends)

async function registered() {
  const { client, vault, folder } = await backendRig()
  await client.vault.create({ folder: vault, key: { kind: 'none' } })
  const files = ['one', 'two'].map((name) => path.join(folder, `${name}.db`))
  for (const file of files) buildDatabase(file, { rows: 5 })
  await client.databases.add({ paths: files, tier: 'core' })
  const { policies } = await client.policies.list()
  return { client, weekly: policies.find(({ name }) => name === 'Weekly, 8 weeks')! }
}

describe('what runs by itself of a database', () => {
  it('is its policy’s name and the soonest run that the policy names, in every view', async () => {
    const { client, weekly } = await registered()
    const next = weekly.schedules[0]!.nextRuns[0]!
    const [one, two] = await client.databases.list()
    expect([one?.policy, one?.nextRunAt, two?.nextRunAt]).toEqual(['Weekly, 8 weeks', next, next])
    expect(await client.databases.get({ databaseId: one!.id })).toEqual(one)
    expect((await client.databases.overview()).databases).toEqual([one, two])
    const soonest = (await client.schedules.view()).upcoming[0]!
    expect(soonest).toMatchObject({ policy: 'Weekly, 8 weeks', at: next })
  })

  it('is no run while the policy is off, and nothing without one', async () => {
    const { client, weekly } = await registered()
    await client.policies.enable({ policyId: weekly.id, isEnabled: false })
    const [one] = await client.databases.list()
    expect([one?.policy, one?.nextRunAt]).toEqual(['Weekly, 8 weeks', null])
    await client.policies.enable({ policyId: weekly.id, isEnabled: true })
    await client.policies.apply({ policyId: null, databaseIds: [one!.id] })
    const seen = (await client.databases.list()).map(({ policy, nextRunAt }) => [policy, nextRunAt !== null])
    expect(seen).toEqual([
      [null, false],
      ['Weekly, 8 weeks', true],
    ])
  })
})

describe('starting with the session', () => {
  it('is refused where the host can’t, and the setting stays as it was', async () => {
    const { client } = await backendRig()
    await expect(client.system.changeSettings({ startAtLogin: true })).rejects.toMatchObject({
      data: { code: 'WRONG_USE' },
    })
    expect((await client.system.settings()).startAtLogin).toBe(false)
  })
})
