import { afterEach, describe, expect, it } from 'vitest'

import { contract, type Client } from '../../../shared/contract/contract.ts'
import { mayAct, roles, type Role } from '../../../shared/domain/access/role.ts'
import { makeMe } from '../../support/access-scene.ts'
import { linksUnderTest } from '../../support/wire/links-under-test.ts'
import { backendRig, closeBackends } from '../operations/backend-rig.ts'

afterEach(closeBackends)

interface Procedure {
  readonly branch: string
  readonly name: string
  readonly needs: Role
}

type Branches = Readonly<Record<string, Readonly<Record<string, { '~orpc': { meta: { role: Role } } }>>>>
const procedures: readonly Procedure[] = Object.entries(contract as unknown as Branches).flatMap(
  ([branch, ofBranch]) =>
    Object.entries(ofBranch).map(([name, { '~orpc': definition }]) => ({
      branch,
      name,
      needs: definition.meta.role,
    })),
)

type Call = (input?: unknown) => Promise<unknown>

async function refusalOf(client: Client, { branch, name }: Procedure): Promise<unknown> {
  const call = (client as unknown as Readonly<Record<string, Readonly<Record<string, Call>>>>)[branch]![name]!
  // The role is looked at before what was asked: that nothing is asked here does not matter to who may not.
  return call().then(
    () => 'done',
    (error: unknown) => (error as { data?: unknown }).data,
  )
}

describe.each(linksUnderTest)('over %s', (_name, openLink) => {
  it('every procedure refuses each role below its own, and does nothing', async () => {
    const rig = await backendRig()
    await rig.client.vault.create({ folder: rig.vault, key: { kind: 'automatic' } })
    const { router, context, operations } = rig.backend
    const link = await openLink({ router, context, onUnexpected: () => undefined })
    const client = link.client as unknown as Client
    const { user } = operations.world.actor
    let refused = 0
    for (const has of roles) {
      await makeMe(operations, has, roles.indexOf(has) + 1)
      for (const procedure of procedures.filter(({ needs }) => !mayAct(has, needs))) {
        const { branch, name, needs } = procedure
        const act = `${branch}.${name}`
        const fault = { code: 'ROLE_NEEDED', act, needs, has, user }
        expect(await refusalOf(client, procedure), `${has} ${act}`).toEqual(fault)
        refused += 1
      }
    }
    await link.close()
    expect(refused).toBeGreaterThan(50)
    expect(operations.queue.views()).toEqual([])
    expect(operations.session.status().state).toBe('open')
  })
})
