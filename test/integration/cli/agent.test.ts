import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { cliRig, type CliEnd, type Rig } from './cli-rig.ts'

const dayMs = 86_400_000
/** Where systemd is, it reads the unit itself. */
const analyze = '/usr/bin/systemd-analyze'

/** Puts back when schedules begin, so that a run of today is due already. */
function putBack(rig: Rig): void {
  const since = new Date(Date.now() - 2 * dayMs).toISOString()
  for (const folder of ['policies', 'databases']) {
    const place = path.join(rig.vault, '.holdfast', folder)
    for (const name of fs.readdirSync(place)) {
      const file = path.join(place, name)
      const text = fs.readFileSync(file, 'utf8')
      fs.writeFileSync(file, text.replaceAll(/"(since|policySince)": "[^"]*"/g, `"$1": "${since}"`))
    }
  }
}

/** A vault with one database whose daily run of today is due. */
async function dueRig(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  await rig.run('add', rig.source('forecast_cache'))
  putBack(rig)
  await rig.run('rebuild')
  return rig
}

function backups(rig: Rig): readonly string[] {
  return fs.readdirSync(path.join(rig.vault, 'daily')).filter((name) => name.endsWith('.manifest.json'))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(50)
}

interface Agent {
  readonly said: () => string
  readonly pid: number
  readonly stop: (signal?: NodeJS.Signals) => Promise<CliEnd>
}

function agent(rig: Rig, ...args: string[]): Agent {
  const { child, ended } = rig.start('agent', ...args)
  let said = ''
  child.stdout?.on('data', (text: string) => (said += text))
  return {
    said: () => said,
    pid: child.pid!,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

describe('agent', () => {
  it('catches up what is due, once, and stops when it is told to', async () => {
    const rig = await dueRig()
    const first = agent(rig)
    await until(() => /backup of forecast_cache: done/.test(first.said()))
    expect(first.said()).toContain('Running the schedules of this vault.')
    const { json } = await rig.json('schedule')
    expect(json).toMatchObject({ actedBy: { pid: first.pid, isThisProgram: false } })
    const running = await rig.json('agent', 'status')
    expect(running).toMatchObject({
      status: 0,
      json: { agents: [{ pid: first.pid, isHere: true, acts: true }] },
    })
    expect((await rig.run('agent', 'stop')).out).toBe(`Stopped: process ${first.pid}.\n`)
    expect((await first.stop()).status).toBe(0)
    expect((await rig.run('agent', 'status')).status).toBe(1)
    expect((await rig.run('agent', 'stop')).status).toBe(2)
    expect(backups(rig)).toHaveLength(1)
    const second = agent(rig)
    await until(() => second.said().includes('Running the schedules'))
    await delay(1500)
    await second.stop()
    expect(backups(rig)).toHaveLength(1)
  })

  it('stands by while another runs, and takes over when that one is killed', async () => {
    const rig = await dueRig()
    await rig.run('schedule', 'pause')
    const first = agent(rig)
    await until(() => first.said().includes('Running the schedules'))
    const second = agent(rig, '--json')
    await until(() => second.said().includes('"standing_by"'))
    expect(second.said()).toContain(`process ${first.pid}`)
    await first.stop('SIGKILL')
    await rig.run('schedule', 'resume')
    await until(() => backups(rig).length > 0)
    await second.stop()
    const events = second
      .said()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event)
    expect(events).toContain('acting')
    expect(events).toContain('stopping')
  }, 180_000)

  it('waits for a vault that is not there yet', async () => {
    const rig = await dueRig()
    const elsewhere = `${rig.vault}-unplugged`
    fs.renameSync(rig.vault, elsewhere)
    const waiting = agent(rig)
    await until(() => waiting.said().includes('Waiting for the vault'))
    fs.renameSync(elsewhere, rig.vault)
    await until(() => backups(rig).length === 1)
    expect((await waiting.stop()).status).toBe(0)
  })

  it('install writes what systemd starts, uninstall takes it away', async () => {
    const rig = cliRig()
    const env = { XDG_CONFIG_HOME: path.join(rig.folder, 'config') }
    const file = path.join(env.XDG_CONFIG_HOME, 'systemd', 'user', 'holdfast-agent.service')
    const { status, out } = await rig.runWith({ env }, 'agent', 'install')
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringContaining('enable --now holdfast-agent') as string,
    })
    const unit = fs.readFileSync(file, 'utf8')
    expect(unit).toContain(`Environment="HOLDFAST_VAULT=${rig.vault}"`)
    expect(unit).toMatch(/ExecStart=".*node" ".*holdfast\.ts" "agent"/)
    if (fs.existsSync(analyze)) expect(execFileSync(analyze, ['verify', file], { encoding: 'utf8' })).toBe('')
    expect((await rig.runWith({ env }, 'agent', 'install', '--print')).out).toBe(unit)
    expect((await rig.runWith({ env }, 'agent', 'uninstall')).out).toContain('Removed')
    expect(fs.existsSync(file)).toBe(false)
    const nowhere = await rig.runWith({ env: { ...env, HOLDFAST_VAULT: '' } }, 'agent', 'install')
    expect(nowhere.status).toBe(10)
  })
})
