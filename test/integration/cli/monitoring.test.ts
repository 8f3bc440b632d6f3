import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { saveAlert } from '../../../main/engine/engine.ts'
import { followAlerts } from '../../../shared/domain/alerts/follow-alerts.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

const healthDocument = z.object({
  report: z.object({ status: z.string(), checks: z.record(z.string(), z.object({ status: z.string() })) }),
  watchedBy: z.null(),
})

/** A vault with one database whose only attempt at a backup failed. */
async function failedRig(): Promise<Rig> {
  const rig = cliRig()
  const file = rig.source('prices.db')
  await rig.run('init', rig.vault)
  await rig.run('add', file)
  fs.rmSync(file)
  await rig.run('backup', 'prices')
  return rig
}

/** What the program that watches would open. */
async function openAlert({ vault }: Rig): Promise<string> {
  const cause = { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 } as const
  const now = { wallMs: Date.now(), upMs: null, boot: null }
  const [alert] = followAlerts([], [cause], now, () => realPorts.ids.newId())
  await saveAlert(realPorts, vault, alert!)
  return alert!.id
}

describe('health and alerts on the command line', () => {
  it('exits with 4 where the vault is DEGRADED, and with 0 where it is HEALTHY', async () => {
    const rig = await failedRig()
    const { status, out } = await rig.run('health')
    expect(status).toBe(4)
    expect(out).toMatch(/^DEGRADED\n/)
    expect(out).toContain('Backup of prices failed')
    expect(out).toContain('no program watches this vault')
    rig.source('prices.db')
    expect((await rig.run('backup', 'prices')).status).toBe(0)
    // Whatever else is on the file system that tests run on.
    const settings = path.join(rig.home, 'settings.json')
    fs.writeFileSync(settings, '{"storageUsedPerCent": 100}')
    const after = await rig.json('health')
    const { report } = healthDocument.parse(after.json)
    expect([after.status, report.status]).toEqual([0, 'HEALTHY'])
    expect(report.checks['remote_sync_status']).toEqual(expect.objectContaining({ status: 'not_applicable' }))
    expect((await rig.run('health', '--history', '5')).out).toBe('No report was kept yet.\n')
    expect((await rig.run('health', '--history', 'all')).status).toBe(2)
  })

  it('takes an alert on once, by the beginning of its id, with a note', async () => {
    const rig = await failedRig()
    expect((await rig.run('alerts')).out).toContain('There is no alert.')
    const id = await openAlert(rig)
    const open = (await rig.run('alerts')).out
    expect(open).toContain(`${id.slice(0, 8)}  WARNING  Storage is nearly full`)
    expect(open).toContain('infrastructure_team (nobody) next in')
    const ack = await rig.run('alerts', 'ack', id.slice(0, 8), '--note', 'a disk is ordered')
    expect([ack.status, ack.out]).toEqual([0, 'Taken on: Storage is nearly full\n'])
    expect((await rig.run('alerts')).out).toContain(': a disk is ordered.')
    const again = await rig.json('alerts', 'ack', id)
    expect([again.status, errorDocument.parse(again.json).error.code]).toEqual([1, 'ALERT_ANSWERED'])
    const unknown = await rig.json('alerts', 'ack', 'ffffffff')
    expect(errorDocument.parse(unknown.json).error.code).toBe('ALERT_UNKNOWN')
  })

  it('are kept and opened by the agent, which says whom it could not reach and why', async () => {
    const rig = await failedRig()
    const { child, ended } = rig.start('agent')
    const opened = async (): Promise<string> => (await rig.run('alerts')).out
    while (!(await opened()).includes('Backup of prices failed')) {
      expect(child.exitCode).toBeNull()
      await delay(200)
    }
    // Nobody has said who is told, so it is who sees the desktop; and there is none.
    const untold = 'system_admin, database_admin: this computer could not be told'
    while (!(await opened()).includes(untold)) await delay(200)
    expect(await opened()).toContain('team_lead, on_call_engineer (nobody) next in')
    expect((await rig.run('health', '--history', '5')).out).toContain('DEGRADED')
    child.kill('SIGTERM')
    await ended
    const shown = await rig.run('alerts', 'messages')
    expect(shown.out).toMatch(/this computer +desktop +failed +The notification could not be shown/)
    const { json } = await rig.json('alerts', 'messages', '--limit', '5')
    const { messages } = z
      .object({ messages: z.array(z.object({ state: z.string(), channel: z.string() })) })
      .parse(json)
    expect(messages).toContainEqual({ state: 'failed', channel: 'desktop' })
    expect((await rig.run('alerts', 'messages', '--limit', 'all')).status).toBe(2)
  })

  it('shows who is told, and takes a corrected copy of that', async () => {
    const rig = await failedRig()
    const { json } = await rig.json('alerts', 'matrix')
    const shown = JSON.stringify(json)
    const file = path.join(rig.folder, 'escalation.json')
    const people = '[{"role":"team_lead","people":[{"name":"Ada","channels":["desktop"]}]}]'
    const corrected = shown.replace(/"roles":\[\{"role".*\],"quietHours"/, `"roles":${people},"quietHours"`)
    fs.writeFileSync(file, corrected)
    const changed = await rig.run('alerts', 'matrix', '--from', file)
    expect(changed.status).toBe(0)
    expect(changed.out).toContain('team_lead: Ada (desktop)')
    expect((await rig.run('alerts', 'matrix')).out).toBe(changed.out)
    // It was made of what held before.
    const late = await rig.json('alerts', 'matrix', '--from', file)
    expect([late.status, errorDocument.parse(late.json).error.code]).toEqual([1, 'ESCALATION_CHANGED'])
    fs.writeFileSync(file, shown.replace('"CRITICAL"', '"LOUD"'))
    const refused = await rig.json('alerts', 'matrix', '--from', file)
    expect([refused.status, errorDocument.parse(refused.json).error.code]).toEqual([2, 'ESCALATION_INVALID'])
    expect((await rig.run('alerts', 'matrix', '--from', `${file}-gone`)).status).toBe(2)
  })
})
