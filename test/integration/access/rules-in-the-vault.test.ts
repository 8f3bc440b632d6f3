import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { openAccess, type AccessRules } from '../../../shared/domain/access/access-rules.ts'
import { knownRules } from '../../../main/operations/access/known-rules.ts'
import { makeMe, writeRules } from '../../support/access-scene.ts'
import { backendRig, clientAs, closeBackends, type BackendRig } from '../operations/backend-rig.ts'

afterEach(closeBackends)

async function rigWith(kind: 'automatic' | 'none' = 'automatic'): Promise<{ rig: BackendRig; file: string }> {
  const rig = await backendRig()
  await rig.client.vault.create({ folder: rig.vault, key: { kind } })
  return { rig, file: path.join(rig.vault, '.holdfast', 'access.json') }
}

function mine({ backend }: BackendRig, others: AccessRules['others'] = 'viewer'): AccessRules {
  const { user } = backend.operations.world.actor
  return { ...openAccess, grants: [{ kind: 'user', name: user, role: 'administrator' }], others }
}

const faultOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    (error: unknown) => (error as { data?: { code?: unknown } }).data,
  )
const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
  ((await faultOf(call)) as { code?: unknown }).code ?? 'done'

describe('who may do what', () => {
  it('is everything for everybody until somebody says so; what is said is kept with its revision', async () => {
    const { rig, file } = await rigWith()
    const { access } = rig.client
    expect(fs.existsSync(file)).toBe(false)
    expect(await access.view()).toMatchObject({ rules: openAccess, own: { role: 'administrator' } })
    const saved = await access.save({ ...mine(rig), grants: [...mine(rig).grants] })
    expect(saved.revision).toBe(1)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    const again = { ...saved, grants: [...saved.grants] }
    expect((await access.save({ ...again, others: 'operator' })).revision).toBe(2)
    expect(await codeOf(access.save(again))).toBe('ACCESS_CHANGED')
    expect((await access.view()).rules.others).toBe('operator')
  })

  it('can’t be changed so that nobody could change it, or who changes it could not', async () => {
    const { rig, file } = await rigWith()
    const { access } = rig.client
    for (const others of ['viewer', 'operator', null] as const) {
      const wanted = { revision: 0, grants: [], others }
      expect(await codeOf(access.save(wanted))).toBe('ACCESS_REFUSED')
    }
    const grants = [{ kind: 'user', name: 'somebody-else', role: 'administrator' } as const]
    expect(await codeOf(access.save({ revision: 0, grants, others: null }))).toBe('ACCESS_REFUSED')
    expect(fs.existsSync(file)).toBe(false)
  })

  it('holds from the next act on, in every program that has the vault open', async () => {
    const { rig } = await rigWith()
    const { policies } = rig.client
    await makeMe(rig.backend.operations, 'viewer', 1)
    expect(await codeOf(policies.importFile({ text: '{}' }))).toBe('ROLE_NEEDED')
    await makeMe(rig.backend.operations, 'administrator', 2)
    expect(await codeOf(policies.importFile({ text: '{}' }))).not.toBe('ROLE_NEEDED')
  })

  it('keeps somebody without a role out, and leaves no vault open', async () => {
    const { rig } = await rigWith()
    const { operations } = rig.backend
    const grants = [{ kind: 'user', name: 'somebody-else', role: 'administrator' } as const]
    await writeRules(operations, operations.session.reachable().access, { revision: 1, grants, others: null })
    await rig.client.vault.close().catch(() => clientAs(rig, 'viewer').vault.close())
    expect(await faultOf(rig.client.vault.open({ folder: rig.vault }))).toMatchObject({
      code: 'ROLE_NEEDED',
      has: null,
    })
    expect(await rig.client.vault.status()).toEqual({ state: 'none' })
  })

  it('closes the vault of somebody whose role is taken away', async () => {
    const { rig } = await rigWith()
    const { operations } = rig.backend
    const closed = new Promise<void>((resolve) => {
      operations.changes.listen((change) => {
        if (change.topic === 'vault' && change.status.state === 'none') resolve()
      })
    })
    const grants = [{ kind: 'user', name: 'somebody-else', role: 'administrator' } as const]
    await writeRules(operations, operations.session.reachable().access, { revision: 1, grants, others: null })
    await closed
    expect(operations.session.status()).toEqual({ state: 'none' })
  })
})

describe('rules that are not to be believed', () => {
  async function saved(kind: 'automatic' | 'none' = 'automatic'): Promise<{
    rig: BackendRig
    file: string
    first: Buffer
  }> {
    const { rig, file } = await rigWith(kind)
    await rig.client.access.save({ ...mine(rig), grants: [...mine(rig).grants] })
    const first = fs.readFileSync(file)
    await rig.client.access.save({
      ...mine(rig, 'operator'),
      revision: 1,
      grants: [...mine(rig).grants],
    })
    return { rig, file, first }
  }

  const spoilt: Readonly<
    Record<string, (file: string, first: Buffer, rig: BackendRig) => void | Promise<void>>
  > = {
    removed: (file) => fs.rmSync(file),
    'put back as it was before': (file, first) => fs.writeFileSync(file, first),
    'cut short': (file) => fs.truncateSync(file, 40),
    empty: (file) => fs.truncateSync(file, 0),
    'no file': (file) => {
      fs.rmSync(file)
      fs.mkdirSync(file)
    },
    'sealed anew without the key': async (_file, _first, { backend }) => {
      const { operations } = backend
      const { access } = operations.session.reachable()
      await writeRules(operations, { ...access, vaultKey: null }, { revision: 9 })
    },
    'sealed with another key': async (_file, _first, { backend }) => {
      const { operations } = backend
      const { access } = operations.session.reachable()
      const vaultKey = Buffer.alloc(32, 7).toString('base64')
      await writeRules(operations, { ...access, vaultKey }, { revision: 9 })
    },
  }

  it.each(Object.keys(spoilt))('%s: everybody may only look, and it says why', async (how) => {
    const { rig, file, first } = await saved()
    const { access, policies, vault } = rig.client
    await spoilt[how]!(file, first, rig)
    expect((await access.own()).role).toBe('viewer')
    expect(await faultOf(policies.importFile({ text: '{}' }))).toMatchObject({
      code: 'ACCESS_DAMAGED',
      path: file,
    })
    expect(await codeOf(access.save({ revision: 2, grants: [], others: 'administrator' }))).toBe(
      'ACCESS_DAMAGED',
    )
    expect(await codeOf(policies.list())).toBe('done')
    // Nor does opening it anew, or forgetting the catalog, believe them.
    await vault.close()
    expect(await vault.open({ folder: rig.vault })).toMatchObject({ state: 'open' })
    await clientAs(rig, 'administrator').vault.rebuild()
    expect((await access.own()).problem).toMatchObject({ code: 'ACCESS_DAMAGED' })
    if (how === 'no file') fs.rmdirSync(file)
    const mended = await access.mend()
    expect(mended).toMatchObject({ revision: 3, others: 'operator' })
    expect(await access.own()).toMatchObject({ role: 'administrator', problem: null })
  })

  it('are mended only where something is wrong with them', async () => {
    const { rig } = await saved()
    expect(await codeOf(rig.client.access.mend())).toBe('ACCESS_REFUSED')
  })

  it('each turned byte of the file is found', async () => {
    const { rig, file } = await saved()
    const whole = fs.readFileSync(file)
    for (let at = 0; at < whole.length; at += 1) {
      const turned = Buffer.from(whole)
      turned[at]! ^= 1
      fs.writeFileSync(file, turned)
      expect((await rig.client.access.own()).problem, `byte ${at}`).not.toBeNull()
    }
    fs.writeFileSync(file, whole)
    expect((await rig.client.access.own()).problem).toBeNull()
  })

  it('where the vault has no key, a removed or cut file is found all the same', async () => {
    const { rig, file } = await saved('none')
    expect((await rig.client.access.view()).isSealed).toBe(false)
    fs.rmSync(file)
    expect((await rig.client.access.own()).role).toBe('viewer')
  })
})

it('a vault that is away keeps the roles that were seen last', async () => {
  const { rig } = await rigWith()
  await makeMe(rig.backend.operations, 'operator', 1)
  expect((await rig.client.access.own()).role).toBe('operator')
  fs.renameSync(rig.vault, `${rig.vault} unplugged`)
  expect(await rig.client.access.own()).toMatchObject({ role: 'operator', problem: null })
  fs.mkdirSync(rig.vault)
  expect(await rig.client.access.own()).toMatchObject({ role: 'operator', problem: null })
})

it('a vault that does not answer keeps the roles that were seen last, and is asked no more until it does', async () => {
  const { rig } = await rigWith()
  const { world, session } = rig.backend.operations
  await makeMe(rig.backend.operations, 'operator', 1)
  await rig.client.access.own()
  const { access, catalog } = session.reachable()
  let asked = 0
  const files = {
    ...world.ports.files,
    open: () => {
      asked += 1
      return new Promise<never>(() => undefined)
    },
  }
  const timers = {
    ...world.timers,
    after: (_ms: number, work: () => void) => {
      setImmediate(work)
      return () => undefined
    },
  }
  const hanging = { ...world, timers, ports: { ...world.ports, files } }
  for (const _ of [1, 2, 3]) {
    const { rules, problem } = await knownRules(hanging, access, catalog.marks)
    expect([rules.revision, problem]).toEqual([1, null])
  }
  expect(asked).toBe(1)
})
