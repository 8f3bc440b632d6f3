import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'

import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { listSlotLedgers } from '../../../main/engine/vault/slot-ledgers.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import { applyPolicy } from '../../../main/operations/policies/apply-policy.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { closeRigs, makePolicy, policyOf, schedulingRig } from '../../support/schedules/scheduling-rig.ts'

const entry = fileURLToPath(new URL('../../support/schedules/agent-process.ts', import.meta.url))
/** A slot every five seconds. */
const speed = 12
const kills = 9

afterEach(closeRigs)

const realClock = { now: () => Date.now(), monotonicMs: () => performance.now() }

function write(file: string, n: number): void {
  const db = new Database(file)
  db.pragma('busy_timeout = 5000')
  db.exec('CREATE TABLE IF NOT EXISTS notes (n INTEGER)')
  db.prepare('INSERT INTO notes VALUES (?)').run(n)
  db.close()
}

async function makeVault(folder: string): Promise<{ files: readonly string[]; ids: readonly string[] }> {
  const files = ['one', 'two', 'three'].map((name) => path.join(folder, `${name}.db`))
  files.forEach(write)
  const rig = await schedulingRig(realClock, folder)
  const policy = await makePolicy(rig, policyOf('* * * * *'))
  const added = await registerDatabases(rig.operations, { paths: files })
  const ids = added.map((one) => ('record' in one ? one.record.id : ''))
  await applyPolicy(rig.operations, policy.id, ids)
  await rig.close()
  return { files, ids }
}

/** The process that has the lease of schedules; null when nobody has. */
function actingPid(vault: string): number | null {
  try {
    const lease = fs.readFileSync(path.join(vault, '.holdfast', 'leases', 'schedules.json'), 'utf8')
    return (JSON.parse(lease) as { pid: number }).pid
  } catch {
    return null
  }
}

/** Resolves as soon as one more backup is stored. */
async function nextManifest(daily: string): Promise<void> {
  const count = (): number => fs.readdirSync(daily).filter((name) => name.endsWith('.manifest.json')).length
  for (const before = count(); count() === before;) await delay(1)
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

it('three programs on one vault, killed again and again: no slot twice, no lost update, no deadlock', async () => {
  const folder = tempFolder('three-programs')
  const { files, ids } = await makeVault(folder)
  const beganMs = Date.now()
  const errors: string[] = []
  const start = (): ChildProcess => {
    const args = [
      entry,
      path.join(folder, 'home'),
      path.join(folder, 'vault'),
      String(beganMs),
      String(speed),
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
    return child
  }
  const programs = [start(), start(), start()]
  for (let kill = 0; kill < kills; kill += 1) {
    files.forEach((file) => write(file, kill))
    // Each second time at the worst moment: a backup is stored, and its run has not yet said that it ended.
    if (kill % 2 === 0) await nextManifest(path.join(folder, 'vault', 'daily'))
    else await delay(500 + ((kill * 1397) % 3500))
    const acting = actingPid(path.join(folder, 'vault'))
    const at = Math.max(
      0,
      programs.findIndex(({ pid }) => pid === acting),
    )
    const victim = programs[at]!
    const gone = ended(victim)
    victim.kill('SIGKILL')
    await gone
    programs[at] = start()
  }
  await delay(12_000)
  const gone = programs.map(ended)
  for (const program of programs) program.kill('SIGTERM')
  await Promise.all(gone)
  expect(errors).toEqual([])

  const rig = await schedulingRig(realClock, folder)
  await openVault(rig.operations, path.join(folder, 'vault'))
  const { catalog } = rig.operations.session.reachable()
  const { records, damaged } = await listSlotLedgers(nodePorts(silentLogger), path.join(folder, 'vault'))
  expect(damaged).toEqual([])
  for (const id of ids) {
    const all = { databaseId: id, sort: 'takenAt', descending: true, offset: 0, limit: 1000 } as const
    const slots = catalog.backups.page(all).rows.map(({ slotAt }) => slotAt)
    expect(slots.length).toBeGreaterThan(0)
    expect(new Set(slots).size).toBe(slots.length)
    const [memory] = records.find((ledger) => ledger.id === id)!.slots
    // Every slot that has a backup is remembered as run: no update of the memory was lost.
    expect(slots.filter((slotAt) => !memory!.ran.includes(slotAt ?? ''))).toEqual([])
  }
  const succeeded = rig
    .history()
    .filter(({ result, slotAt }) => result === 'success' && slotAt !== null)
    .map(({ databaseId, slotAt }) => `${databaseId} ${slotAt}`)
  expect(succeeded.length).toBeGreaterThan(0)
  expect(new Set(succeeded).size).toBe(succeeded.length)
}, 180_000)
