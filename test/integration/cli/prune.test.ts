import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { fewRules } from '../../support/prune-rig.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { holdsDocument, pruneDocument, prunePlanDocument, undoDocument } from './prune-json-shapes.ts'

/** A vault with three fulls of one database, whose policy keeps the newest alone. */
async function rigOfThree(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data', { rows: 20 }))
  for (let n = 0; n < 3; n += 1) expect((await rig.run('backup', 'market_data')).status).toBe(0)
  const policy = {
    name: 'Few',
    scope: 'databases',
    tiers: [],
    timeZone: 'UTC',
    schedules: [{ type: 'full', label: 'daily', cron: '0 6 * * *' }],
    retention: fewRules,
    priority: 5,
    destinations: [],
    isEnabled: true,
    databases: ['market_data'],
  }
  const file = path.join(rig.folder, 'policies.json')
  fs.writeFileSync(file, JSON.stringify({ holdfastPolicies: 1, policies: [policy] }))
  expect((await rig.run('policy', 'import', file)).status).toBe(0)
  return rig
}

async function countOf(rig: Rig): Promise<number> {
  const { json } = await rig.json('list', 'market_data')
  return (json as { backups: readonly unknown[] }).backups.length
}

describe('the command line', () => {
  it('shows, sets aside, brings back, holds and ends', async () => {
    const rig = await rigOfThree()
    const shown = await rig.run('prune', '--dry-run')
    expect(shown.status).toBe(0)
    expect(shown.out).toContain('market_data (Few): 2 backups would go')
    expect(shown.out.match(/^goes .*no rule of its policy keeps it any longer$/gm)).toHaveLength(2)
    expect(shown.out).toMatch(/^stays .*the last one that is proved/m)
    const plan = prunePlanDocument.parse((await rig.json('prune', 'market_data', '--dry-run')).json)
    expect(plan.plans[0]!.removed).toHaveLength(2)
    expect(await countOf(rig)).toBe(3)

    const pruned = await rig.json('prune')
    expect(pruned.status).toBe(0)
    expect(pruneDocument.parse(pruned.json)).toMatchObject({ success: true, setAsideCount: 2, endedCount: 0 })
    expect(await countOf(rig)).toBe(1)
    const [first] = pruneDocument.parse(pruned.json).databases[0]!.setAside
    const one = undoDocument.parse((await rig.json('prune', '--undo', first!.backupId.slice(0, 8))).json)
    expect(one.putBack.map(({ backupId }) => backupId)).toEqual([first!.backupId])
    expect((await rig.run('prune', '--undo')).out).toMatch(/^Put back: manual\/market_data_full/m)
    expect(await countOf(rig)).toBe(3)

    expect(
      (await rig.run('hold', 'add', 'market_data', '--name', 'case 7', '--note', 'asked by legal')).status,
    ).toBe(0)
    expect((await rig.run('pin', first!.backupId)).out).toMatch(/^Pinned: /)
    const holds = holdsDocument.parse((await rig.json('hold', 'list')).json)
    expect(holds.marks.map(({ kind, name, backupId }) => [kind, name, backupId])).toEqual([
      ['legal_hold', 'case 7', null],
      ['pin', '', first!.backupId],
    ])
    expect((await rig.run('prune')).out).toBe('0 backups set aside, 0 removed for good, 0 B freed\n')
    expect((await rig.run('hold', 'lift', 'case 7')).out).toBe('case 7: 1 lifted\n')
    expect((await rig.run('hold', 'lift', 'case 7')).err).toContain('[HOLD_UNKNOWN]')
    const ended = pruneDocument.parse((await rig.json('prune', '--now')).json)
    expect(ended).toMatchObject({ setAsideCount: 1, endedCount: 1 })
    expect(ended.freedBytes).toBe(ended.databases[0]!.ended[0]!.sizeBytes)
    const gone = await rig.run('prune', '--undo', ended.databases[0]!.ended[0]!.backupId)
    expect([gone.status, gone.err.includes('[REMOVAL_UNKNOWN]')]).toEqual([1, true])
    expect((await rig.run('unpin', first!.backupId)).status).toBe(0)
    expect((await rig.run('verify', '--all')).status).toBe(0)
  })

  it('shows, sets aside, brings back, pins and ends an archive of the complete system', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault, '--no-encryption')
    await rig.run('add', rig.source('market_data', { rows: 20 }))
    for (let n = 0; n < 2; n += 1) expect((await rig.run('system', 'backup')).status).toBe(0)
    const names = async (): Promise<readonly string[]> =>
      ((await rig.json('system', 'list')).json as { archives: { file: string }[] }).archives.map(
        ({ file }) => file,
      )
    const [newer, older] = (await names()) as [string, string]
    const { archives } = prunePlanDocument.parse((await rig.json('prune', '--dry-run')).json)
    expect(archives).toMatchObject({
      kept: [{ file: newer }],
      removed: [{ file: older, rule: 'outlived' }],
      setAside: [],
    })
    const shown = await rig.run('prune', '--dry-run')
    expect(shown.out).toContain('the complete system: 1 archive would go')
    expect(shown.out).toContain(`${older} `)

    const first = await rig.run('prune')
    expect(first.out).toContain(`the complete system\n  set aside: ${older}\n`)
    expect(first.out).toMatch(/^0 backups and 1 archive set aside, 0 removed for good, 0 B freed$/m)
    expect(await names()).toEqual([newer])
    expect((await rig.run('prune', '--dry-run')).out).toMatch(/^set aside .*it can be put back until/m)
    expect((await rig.run('prune', '--undo', path.basename(older))).out).toContain(`Put back: ${older}\n`)
    expect(await names()).toEqual([newer, older])

    expect((await rig.run('pin', path.basename(older))).out).toBe(`Pinned: ${older}\n`)
    expect((await rig.run('prune', '--dry-run')).out).toMatch(/^stays .*pinned/m)
    expect((await rig.run('hold', 'add', path.join(rig.vault, older), '--name', 'case 7')).status).toBe(0)
    const { marks } = holdsDocument.parse((await rig.json('hold', 'list')).json)
    expect(marks.map(({ kind, database, file }) => [kind, database, file])).toEqual([
      ['pin', 'the complete system', older],
      ['legal_hold', 'the complete system', older],
    ])
    expect((await rig.run('unpin', path.basename(older))).status).toBe(0)
    expect((await rig.run('prune')).out).toBe('0 backups set aside, 0 removed for good, 0 B freed\n')
    await rig.run('hold', 'lift', 'case 7')
    const ended = await rig.json('prune', '--now')
    const report = pruneDocument.parse(ended.json)
    expect(report).toMatchObject({ success: true, setAsideCount: 1, endedCount: 1 })
    expect(report.archives!.ended.map(({ file }) => file)).toEqual([older])
    expect(report.freedBytes).toBe(report.archives!.ended[0]!.sizeBytes)
    expect(fs.readdirSync(path.join(rig.vault, 'monthly')).join()).not.toContain(path.basename(older))
  })

  it('says why it refuses, with the exit status of a failure', async () => {
    const rig = await rigOfThree()
    await rig.run('hold', 'add', 'market_data', '--name', 'case 7')
    const marks = path.join(rig.vault, '.holdfast', 'keep-marks')
    fs.writeFileSync(path.join(marks, fs.readdirSync(marks)[0]!), 'torn')
    const { status, err, out } = await rig.run('prune')
    expect([status, out]).toEqual([1, '0 backups set aside, 0 removed for good, 0 B freed\n'])
    expect(err).toContain('Clean-up refused [PRUNE_REFUSED]')
    const refused = await rig.json('prune')
    expect(pruneDocument.parse(refused.json).databases[0]!.error?.code).toBe('PRUNE_REFUSED')
    expect((await rig.run('prune', '--dry-run')).out).toContain('Refused: .holdfast/keep-marks/')
    expect(await countOf(rig)).toBe(3)
    expect((await rig.run('prune', '--undo', '--now')).status).toBe(2)
    expect((await rig.run('prune', 'market_data', '--undo')).status).toBe(2)
  })
})
