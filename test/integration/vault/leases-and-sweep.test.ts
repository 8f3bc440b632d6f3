import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import {
  holdingLease,
  sweepLeftovers,
  takeBackup,
  takeLease,
  type Lease,
  type Ports,
} from '../../../main/engine/engine.ts'
import { canonicalJson } from '../../../main/engine/image/sealed-json.ts'
import { listLeases } from '../../../main/engine/vault/leases.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, newVault, realPorts, storedBackup } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const wish = { name: 'inventory', purpose: 'inventory' }

/** The ports of a process that ran on this machine and is no more. */
const deadPorts: Ports = {
  ...realPorts,
  machine: { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' },
}

/** The ports of a program on another machine, whose clock is off by so much. */
function elsewhere(clockOffMs: number): Ports {
  const { clock, machine } = realPorts
  return {
    ...realPorts,
    clock: { ...clock, now: () => clock.now() + clockOffMs },
    machine: { ...machine, id: 'another/machine', installation: 'another', hostName: 'nas' },
  }
}

function held(lease: Lease | null): Lease {
  if (lease === null) throw new Error('the lease was not given')
  return lease
}

function leaseFiles(folder: string): readonly string[] {
  return fs.readdirSync(path.join(folder, '.holdfast/leases'))
}

describe('a lease', () => {
  it('has one holder at a time, and is free again when given back', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const first = held(await takeLease(realPorts, folder, wish))
    expect(await takeLease(realPorts, folder, wish)).toBeNull()
    expect(await takeLease(elsewhere(0), folder, wish)).toBeNull()
    await first.release()
    expect(leaseFiles(folder)).toEqual([])
    held(await takeLease(elsewhere(0), folder, wish))
  })

  it('is given to one of many who ask at once', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const asked = await Promise.all(Array.from({ length: 20 }, () => takeLease(realPorts, folder, wish)))
    expect(asked.filter((lease) => lease !== null)).toHaveLength(1)
  })

  it('is taken over from a process that is dead, and from one that got a dead one’s number', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    held(await takeLease(deadPorts, folder, wish))
    held(await takeLease(realPorts, folder, wish))
    const reborn = { ...realPorts, machine: { ...realPorts.machine, markOf: () => 'later' } }
    held(await takeLease(reborn, folder, wish))
    expect(leaseFiles(folder)).toEqual(['inventory.json'])
  })

  it('is taken over from a real process that was killed', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const holder = fork(new URL('../../support/hold-lease.ts', import.meta.url), [folder, wish.name], {
      stdio: 'inherit',
    })
    await once(holder, 'message')
    expect(await takeLease(realPorts, folder, wish)).toBeNull()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    held(await takeLease(realPorts, folder, wish))
  })

  it('of another machine is taken over only when its heartbeat has stopped', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const old = held(await takeLease(elsewhere(-3_600_000), folder, wish))
    const next = held(await takeLease(realPorts, folder, wish))
    expect(next.facts.token).not.toBe(old.facts.token)
    // Giving back what was taken over takes nothing from its new holder.
    await old.release()
    expect(await takeLease(elsewhere(0), folder, wish)).toBeNull()
  })

  it('is taken over from a process of this machine that ended when the machine was started anew', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const { machine, clock } = realPorts
    const before = { ...realPorts, machine: { ...machine, id: 'the boot before' } }
    const long = { ...wish, silentForMs: 864_000_000 }
    held(await takeLease(before, folder, long))
    // One of the same name that was started earlier is another machine.
    const twin = { ...realPorts, machine: { ...machine, bootedAtMs: clock.now() - 60_000 } }
    expect(await takeLease(twin, folder, wish)).toBeNull()
    const restarted = { ...realPorts, machine: { ...machine, bootedAtMs: clock.now() + 1000 } }
    held(await takeLease(restarted, folder, wish))
  })

  it('stays with a process of this machine also when the clock jumps by days', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    held(await takeLease(realPorts, folder, wish))
    const { clock } = realPorts
    for (const jumpMs of [-864_000_000, 864_000_000]) {
      const jumped = { ...realPorts, clock: { ...clock, now: () => clock.now() + jumpMs } }
      expect(await takeLease(jumped, folder, wish)).toBeNull()
    }
  })

  it('names its holder to who has to wait', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    held(await takeLease(elsewhere(0), folder, wish))
    const waiting = holdingLease(realPorts, folder, wish.name, () => Promise.resolve())
    await expect(waiting.catch((error: unknown) => faultOf(error))).resolves.toEqual({
      code: 'VAULT_LOCKED',
      path: folder,
      holder: `process ${process.pid} on nas`,
    })
  })

  it('that says nothing is left alone while it is new', async () => {
    const { folder } = await newVault(tempFolder('lease'), 'none')
    const file = path.join(folder, '.holdfast/leases/inventory.json')
    fs.writeFileSync(file, '')
    expect(await takeLease(realPorts, folder, wish)).toBeNull()
    fs.utimesSync(file, 1, 1)
    held(await takeLease(realPorts, folder, wish))
  })
})

describe('a sweep', () => {
  const runId = '0b4dfe2e-6d0f-4f26-8d0e-1c7f5e0a9b11'
  const stem = 'manual/market_data_full_20250129_143022.db.zst.enc'

  /** What runs leave when they die: of each kind one. */
  function leave(folder: string): readonly string[] {
    const left = [
      `manual/.market_data_full_20250129_143022.db.zst.enc.${runId}.part`,
      stem,
      `${stem}.pages`,
      'daily/market_data_daily_20250129_060000.db.zst.pages',
      `.holdfast/scratch/${runId}/image.db`,
    ]
    for (const relative of left) {
      const file = path.join(folder, relative)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, 'left')
    }
    return left
  }

  it('clears what a dead run left, and nothing else', async () => {
    const home = tempFolder('sweep')
    const source = path.join(home, 'a.db')
    buildDatabase(source, { rows: 5 })
    const vault = await newVault(home)
    const { file } = await storedBackup(backupOf(vault, source))
    const foreign = ['manual/notes.txt', 'manual/copy of a.db', 'daily/.hidden', '.holdfast/databases/x.json']
    for (const relative of foreign) fs.writeFileSync(path.join(vault.folder, relative), 'mine')
    leave(vault.folder)
    held(await takeLease(deadPorts, vault.folder, { name: runId, purpose: 'backup', subject: 'market_data' }))
    const report = await sweepLeftovers(realPorts, vault.folder)
    expect([...report.removed].sort()).toEqual([
      `.holdfast/leases/${runId}.json`,
      `.holdfast/scratch/${runId}`,
      'daily/market_data_daily_20250129_060000.db.zst.pages',
      `manual/.market_data_full_20250129_143022.db.zst.enc.${runId}.part`,
      stem,
      `${stem}.pages`,
    ])
    const kept = [...foreign, file, `${file}.pages`, `${file}.manifest.json`]
    for (const relative of kept) expect(fs.existsSync(path.join(vault.folder, relative)), relative).toBe(true)
    expect((await sweepLeftovers(realPorts, vault.folder)).removed).toEqual([])
  })

  it('leaves alone what a living run has its lease on', async () => {
    const { folder } = await newVault(tempFolder('sweep'), 'none')
    const left = leave(folder)
    const lease = held(
      await takeLease(elsewhere(0), folder, { name: runId, purpose: 'backup', subject: 'market_data' }),
    )
    expect((await sweepLeftovers(realPorts, folder)).removed).toEqual([])
    await lease.release()
    held(await takeLease(deadPorts, folder, { name: runId, purpose: 'backup', subject: 'market_data' }))
    expect((await sweepLeftovers(realPorts, folder)).removed).toHaveLength(left.length + 1)
  })

  it.each([
    ['no run died', undefined],
    ['a run of another database died', 'market'],
  ])('leaves a backup whose manifest is missing alone when %s: it may come back', async (_, subject) => {
    const home = tempFolder('sweep')
    const source = path.join(home, 'a.db')
    buildDatabase(source, { rows: 5 })
    const vault = await newVault(home)
    const { file } = await storedBackup(backupOf(vault, source))
    fs.rmSync(path.join(vault.folder, `${file}.manifest.json`))
    if (subject !== undefined)
      held(await takeLease(deadPorts, vault.folder, { name: runId, purpose: 'backup', subject }))
    await sweepLeftovers(realPorts, vault.folder)
    for (const relative of [file, `${file}.pages`])
      expect(fs.existsSync(path.join(vault.folder, relative)), relative).toBe(true)
  })

  it('leaves a backup alone that is older than the run of its database that died', async () => {
    const { folder } = await newVault(tempFolder('sweep'), 'none')
    const old = path.join(folder, stem)
    fs.writeFileSync(old, 'manifest lost')
    fs.utimesSync(old, 1_738_161_022, 1_738_161_022)
    held(await takeLease(deadPorts, folder, { name: runId, purpose: 'backup', subject: 'market_data' }))
    await sweepLeftovers(realPorts, folder)
    expect(fs.existsSync(old)).toBe(true)
  })

  it('at every step of a running backup lets it finish', async () => {
    const home = tempFolder('sweep')
    const source = path.join(home, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const vault = await newVault(home)
    const sweeps: Promise<unknown>[] = []
    const steps = new Set<string>()
    const run = {
      signal: new AbortController().signal,
      onProgress({ step }: { step: string }) {
        steps.add(step)
        sweeps.push(sweepLeftovers(realPorts, vault.folder))
      },
    }
    const outcome = await takeBackup(realPorts, backupOf(vault, source), run)
    await Promise.all(sweeps)
    expect(outcome).toMatchObject({ kind: 'stored', backup: { validation: { status: 'passed' } } })
    expect([...steps]).toEqual(['reading pages', 'writing', 'proving', 'checking'])
  })

  it('is skipped while another program sweeps', async () => {
    const { folder } = await newVault(tempFolder('sweep'), 'none')
    held(await takeLease(elsewhere(0), folder, { name: 'sweep', purpose: 'sweep' }))
    expect(await sweepLeftovers(realPorts, folder)).toEqual({ removed: [], freedBytes: 0, isSkipped: true })
  })

  it('clears small files that a dead process was replacing', async () => {
    const { folder } = await newVault(tempFolder('sweep'), 'none')
    const dying = {
      ...deadPorts,
      files: { ...deadPorts.files, rename: () => Promise.reject(new Error('dead')) },
    }
    const { replaceFile } = await import('../../../main/engine/engine.ts')
    const files = { ...dying.files, remove: () => Promise.reject(new Error('dead')) }
    const target = path.join(folder, 'backup_metadata.json')
    await expect(replaceFile({ ...dying, files }, target, canonicalJson({}))).rejects.toThrow('dead')
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.part'))).toHaveLength(1)
    expect((await sweepLeftovers(realPorts, folder)).removed).toHaveLength(1)
    expect(await listLeases(realPorts, folder)).toEqual([])
  })
})
