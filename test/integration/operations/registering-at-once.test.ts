import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

/** Two machines with one vault, both of which have read it while nothing was registered. */
async function twoMachines(): Promise<readonly [BackendRig, BackendRig]> {
  const [one, other] = [await backendRig(), await backendRig()]
  await one.client.vault.create({ folder: one.vault, key: { kind: 'none' } })
  await other.client.vault.open({ folder: one.vault })
  return [one, other]
}

function sourceIn({ folder }: BackendRig, name: string): string {
  const file = path.join(folder, name)
  buildDatabase(file, { rows: 5 })
  return file
}

describe('machines that register at the same time', () => {
  it('give one file one registration', async () => {
    const machines = await twoMachines()
    const file = sourceIn(machines[0], 'market_data.db')
    const answers = await Promise.all(machines.map(({ client }) => client.databases.add({ paths: [file] })))
    expect(answers.flat().map(({ added }) => added)).toContain(true)
    expect(answers.flat().find(({ added }) => !added)).toMatchObject({
      fault: { code: 'DATABASE_ALREADY_REGISTERED', name: 'market_data' },
    })
  })

  it('give two files two names', async () => {
    const machines = await twoMachines()
    const answers = await Promise.all(
      machines.map((machine) =>
        machine.client.databases.add({ paths: [sourceIn(machine, 'market_data.db')] }),
      ),
    )
    const names = answers.flat().map((answer) => (answer.added ? answer.database.name : 'not added'))
    expect(names.toSorted()).toEqual(['market_data', 'market_data_2'])
  })

  it('change no name to one that was given away meanwhile', async () => {
    const [one, other] = await twoMachines()
    const [added] = await one.client.databases.add({ paths: [sourceIn(one, 'a.db')] })
    if (added?.added !== true) throw new Error('not added')
    const [addition, change] = await Promise.allSettled([
      other.client.databases.add({ paths: [sourceIn(other, 'b.db')], name: 'market_data' }),
      one.client.databases.change({ databaseId: added.database.id, name: 'market_data' }),
    ])
    const isAdded = addition.status === 'fulfilled' && addition.value[0]?.added === true
    const isChanged = change.status === 'fulfilled'
    expect([isAdded, isChanged].filter(Boolean)).toEqual([true])
  })
})
