import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import type { PoliciesView } from '../../../shared/domain/policies/policy-views.ts'
import { cliRig, type Rig } from './cli-rig.ts'

async function madeRig(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  return rig
}

async function policies(rig: Rig): Promise<PoliciesView> {
  return (await rig.json('policy', 'list')).json as PoliciesView
}

async function appliedTo(rig: Rig): Promise<Record<string, number>> {
  const { policies: all } = await policies(rig)
  return Object.fromEntries(all.map(({ name, databaseIds }) => [name, databaseIds.length]))
}

describe('policy', () => {
  it('a new vault has the presets, and databases get theirs by their tier', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('market_data'), rig.source('forecast_cache'))
    expect(await appliedTo(rig)).toEqual({
      'Complete system': 0,
      'Daily, 7 days': 1,
      'Seven years': 0,
      'Weekly, 8 weeks': 1,
    })
    const { out } = await rig.run('policy', 'list')
    expect(out).toContain('At 07:00, only on Sunday')
    expect(out).toContain('8 weeks')
  })

  it('apply gives it to many, none takes it away', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('one'), rig.source('two'))
    const { out, status } = await rig.run('policy', 'apply', 'seven years', '--all')
    expect({ out, status }).toEqual({ out: '2 databases changed.\n', status: 0 })
    await rig.run('policy', 'apply', 'none', 'one')
    expect((await appliedTo(rig))['Seven years']).toBe(1)
    expect((await rig.run('policy', 'list')).out).toContain('1 database has no policy.')
    const unknown = await rig.run('policy', 'apply', 'Hourly', 'one')
    expect(unknown.status).toBe(1)
    expect(unknown.err).toContain('no policy called Hourly')
    const system = await rig.run('policy', 'apply', 'Complete system', 'one')
    expect(system.status).toBe(2)
  })

  it('a file of one that can’t be read is told by the schedules and the agents, too', async () => {
    const rig = await madeRig()
    const place = path.join(rig.vault, '.holdfast', 'policies')
    const [name] = fs.readdirSync(place)
    fs.writeFileSync(path.join(place, name!), '{ torn')
    const shown = await rig.json('schedule')
    const [file] = (await policies(rig)).damaged
    expect(file).toContain(name)
    expect(shown.json).toMatchObject({ damagedPolicies: [file] })
    expect((await rig.run('schedule', 'next')).out).toContain(`Can’t be read: ${file}.`)
    expect((await rig.json('agent', 'status')).json).toMatchObject({ agents: [], damagedPolicies: [file] })
    expect((await rig.run('agent', 'status')).out).toContain(`Can’t be read: ${file}.`)
  })

  it('can’t be called none: on the command line the word takes one away', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('one'))
    const made = await rig.run('policy', 'set', 'None', '--cron', '0 * * * *')
    const refused = { status: 2, err: expect.stringContaining('no policy can be called none') as string }
    expect({ status: made.status, err: made.err }).toEqual(refused)
    const file = path.join(rig.folder, 'named.json')
    const text = (await rig.run('policy', 'export')).out
    fs.writeFileSync(file, text.replace('"Seven years"', '"none"'))
    const taken = await rig.run('policy', 'import', file)
    expect({ status: taken.status, err: taken.err }).toEqual(refused)
    // As a version that did not refuse it left it.
    const place = path.join(rig.vault, '.holdfast', 'policies')
    for (const name of fs.readdirSync(place)) {
      const found = path.join(place, name)
      fs.writeFileSync(found, fs.readFileSync(found, 'utf8').replace('"Seven years"', '"none"'))
    }
    const { status, err } = await rig.run('policy', 'apply', 'none', 'one')
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('by its id') as string })
    expect((await appliedTo(rig))['Weekly, 8 weeks']).toBe(1)
  })

  it('set makes one, and changes what is given of it', async () => {
    const rig = await madeRig()
    const short = await rig.run('policy', 'set', 'Hourly')
    expect({ status: short.status, err: short.err }).toEqual({
      status: 2,
      err: expect.stringContaining('--cron') as string,
    })
    const made = await rig.run(
      'policy',
      'set',
      'Hourly',
      '--cron',
      '0 * * * *',
      '--type',
      'incremental',
      '--days',
      '2',
      '--zone',
      'UTC',
    )
    expect(made.out).toBe('Hourly is made.\n')
    const changed = await rig.run('policy', 'set', 'hourly', '--weekly', '4', '--priority', '2')
    expect(changed.out).toBe('Hourly is changed.\n')
    const hourly = (await policies(rig)).policies.find(({ name }) => name === 'Hourly')
    expect(hourly).toMatchObject({
      timeZone: 'UTC',
      priority: 2,
      schedules: [{ cron: '0 * * * *', type: 'incremental', label: 'daily' }],
      retention: { days: 2, weekly: 4 },
    })
    expect((await rig.run('policy', 'set', 'Hourly', '--cron', 'often')).status).toBe(2)
    expect((await rig.run('schedule', 'next')).status).toBe(0)
  })

  it('says from when on health degrades, in words and in its file, and takes that back', async () => {
    const rig = await madeRig()
    const set = (...args: string[]) => rig.run('policy', 'set', 'Seven years', ...args)
    expect((await set('--oldest-backup', '12', '--drill-every', '30')).status).toBe(0)
    expect((await rig.run('policy', 'list')).out).toContain(
      'Seven years: the newest may be 12 hours old, drilled every 30 days.',
    )
    const file = path.join(rig.folder, 'health.json')
    await rig.run('policy', 'export', file)
    expect((await set('--oldest-backup', 'default', '--drill-every', 'default')).status).toBe(0)
    const healthOf = async (): Promise<unknown> =>
      (await policies(rig)).policies.find(({ name }) => name === 'Seven years')?.health
    expect(await healthOf()).toBeUndefined()
    await rig.run('policy', 'import', file)
    expect(await healthOf()).toEqual({ oldestBackupHours: 12, drillEveryDays: 30 })
    const refused = await set('--drill-every', '183')
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('from 1 to 182')])
    const system = await rig.run('policy', 'set', 'Complete system', '--drill-every', '7')
    expect([system.status, system.err]).toEqual([2, expect.stringContaining('not of the complete system')])
  })

  it('pause, resume and remove', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('one'))
    expect((await rig.run('policy', 'pause', 'Weekly, 8 weeks')).out).toBe('Weekly, 8 weeks rests.\n')
    const rests = (await policies(rig)).policies.find(({ name }) => name === 'Weekly, 8 weeks')
    expect(rests?.isEnabled).toBe(false)
    await rig.run('policy', 'resume', 'Weekly, 8 weeks')
    await rig.run('policy', 'remove', 'Weekly, 8 weeks')
    const { unprotectedIds, policies: left } = await policies(rig)
    expect(left.map(({ name }) => name)).not.toContain('Weekly, 8 weeks')
    expect(unprotectedIds).toHaveLength(1)
  })

  it('export and import carry policies and their databases to another vault', async () => {
    const [rig, other] = [await madeRig(), await madeRig()]
    await rig.run('add', rig.source('one'), rig.source('two'))
    await rig.run('policy', 'apply', 'Seven years', 'one')
    const file = path.join(rig.folder, 'policies.json')
    expect((await rig.run('policy', 'export', file)).status).toBe(0)
    expect((await rig.run('policy', 'export', file)).status).toBe(1)
    expect((await rig.run('policy', 'export')).out).toBe(fs.readFileSync(file, 'utf8'))
    await other.run('add', other.source('one'))
    const { json } = await other.json('policy', 'import', file)
    expect(json).toMatchObject({
      success: true,
      made: [],
      applied: expect.arrayContaining(['one']) as string[],
      unknownDatabases: ['two'],
    })
    expect((await appliedTo(other))['Seven years']).toBe(1)
  })

  it('a file with mistakes changes nothing, and each mistake is named', async () => {
    const rig = await madeRig()
    const before = await policies(rig)
    const text = (await rig.run('policy', 'export')).out
    const file = path.join(rig.folder, 'wrong.json')
    const wrong = [
      [text.replace('0 7 * * 0', '0 25 * * 0'), 'no cron expression'],
      [text.replace('0 7 * * 0', '0 0 31 2 *'), 'never comes'],
      [text.replace('"weekly": 8', '"weekly": -1'), '"weekly" of what is kept'],
      [text.replace(/"timeZone": "[^"]*"/, '"timeZone": "Mars/Base"'), 'no time zone'],
      [text.replace('"priority"', '"importance"'), 'importance'],
      [text.replace('"holdfastPolicies": 1', '"holdfastPolicies": 9'), 'holdfastPolicies'],
      ['{', 'no JSON'],
    ] as const
    for (const [content, problem] of wrong) {
      fs.writeFileSync(file, content)
      const { status, err } = await rig.run('policy', 'import', file)
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(problem) as string })
    }
    const after = await policies(rig)
    const told = ({ policies: all }: PoliciesView): unknown =>
      all.map(({ name, retention, timeZone }) => ({ name, retention, timeZone }))
    expect(told(after)).toEqual(told(before))
  })

  it('an import changes no policy from databases to the complete system: they would have no schedule', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('one'))
    const filed = JSON.parse((await rig.run('policy', 'export')).out) as {
      policies: { name: string; scope: string; schedules: object[] }[]
    }
    const ofSystem = filed.policies.find(({ scope }) => scope === 'system')!
    const first = { ...ofSystem, name: 'Another' }
    const file = path.join(rig.folder, 'scope.json')
    const swapped = { ...filed, policies: [first, { ...ofSystem, name: 'weekly, 8 weeks' }] }
    fs.writeFileSync(file, JSON.stringify(swapped))
    const { status, err } = await rig.run('policy', 'import', file)
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('another name') as string })
    expect(await appliedTo(rig)).toMatchObject({ 'Weekly, 8 weeks': 1 })
    expect(Object.keys(await appliedTo(rig))).not.toContain('Another')
  })

  it('names are printed without what a terminal obeys', async () => {
    const rig = await madeRig()
    const text = (await rig.run('policy', 'export')).out
    const file = path.join(rig.folder, 'red.json')
    fs.writeFileSync(file, text.replace('Seven years', String.raw`\u001b[31mred`))
    const imported = (await rig.run('policy', 'import', file)).out
    const removed = (await rig.run('policy', 'remove', '\u001b[31mred')).out
    expect(imported).toContain('red')
    expect(removed).toContain('red')
    expect(imported + removed).not.toContain('\u001b')
  })

  it('schedules say who acts, and pause for everybody', async () => {
    const rig = await madeRig()
    await rig.run('add', rig.source('forecast_cache'))
    expect((await rig.run('schedule')).out).toContain('Nothing runs by itself')
    await rig.run('schedule', 'pause')
    const { out } = await rig.run('schedule')
    expect(out).toContain('Paused since')
    expect(out).toContain('forecast_cache')
    await rig.run('schedule', 'resume')
    expect((await rig.run('schedule')).out).not.toContain('Paused')
  })
})
