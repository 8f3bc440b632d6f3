import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { sweepLeftovers, takeBackup, takeLease, type Ports } from '../../../main/engine/engine.ts'
import type { BackupLabel } from '../../../shared/domain/backup-record.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  listRecords,
  newVault,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const day = 86_400_000

/** This machine after its wall clock was set, and set again: what it says is the real time and so many days. */
function settable(): { ports: Ports; set: (days: number) => void } {
  let offMs = 0
  const { clock, machine } = realPorts
  return {
    ports: {
      ...realPorts,
      clock: { ...clock, now: () => clock.now() + offMs },
      machine: {
        ...machine,
        // The kernel moves it along when its clock is set.
        get bootedAtMs() {
          return machine.bootedAtMs === null ? null : machine.bootedAtMs + offMs
        },
      },
    },
    set: (days) => (offMs = days * day),
  }
}

function filesIn(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted()
}

describe('a clock that jumps', () => {
  it('between backups, backwards and forwards, costs none of them, whoever sweeps', async () => {
    const folder = tempFolder('clock')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20 })
    const vault = await newVault(folder)
    const { ports, set } = settable()
    const labels: readonly BackupLabel[] = ['manual', 'daily']
    const taken: string[] = []
    for (const [n, days] of [0, -400, 400, 0, -1, 0.00001, 20_000, 0].entries()) {
      set(days)
      const label = labels[n % labels.length] ?? 'manual'
      const { id } = await storedBackup(backupOf(vault, source, { label }), ports)
      taken.push(id)
      // Of a run that died: what it left may be cleared, and must not take a backup with it.
      await takeLease(
        { ...ports, machine: { ...ports.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' } },
        vault.folder,
        { name: ports.ids.newId(), purpose: 'backup', subject: 'market_data' },
      )
      const before = filesIn(vault.folder).filter((file) => !file.startsWith('.holdfast'))
      set(-days)
      for (const sweeper of [ports, realPorts]) await sweepLeftovers(sweeper, vault.folder)
      const after = filesIn(vault.folder).filter((file) => !file.startsWith('.holdfast'))
      expect(after, `after ${days} days`).toEqual(before)
    }
    const listed = await listRecords(vault)
    expect(listed.map(({ id }) => id).toSorted()).toEqual(taken.toSorted())
    for (const backup of listed) expect(await verifiedStatus(vault, backup), backup.file).toBe('passed')
  })

  it('during a backup leaves the running one its files, whoever of this machine sweeps', async () => {
    const folder = tempFolder('clock')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const vault = await newVault(folder)
    const { ports, set } = settable()
    const sweeps: Promise<{ removed: readonly string[] }>[] = []
    const jumps = [400, -400, 20_000, -1]
    const run = {
      signal: new AbortController().signal,
      onProgress() {
        set(jumps[sweeps.length % jumps.length] ?? 0)
        sweeps.push(sweepLeftovers(ports, vault.folder))
      },
    }
    const outcome = await takeBackup(ports, backupOf(vault, source), run)
    expect((await Promise.all(sweeps)).flatMap(({ removed }) => removed)).toEqual([])
    if (outcome.kind !== 'stored') throw new Error('nothing was stored')
    expect(await verifiedStatus(vault, outcome.backup)).toBe('passed')
  })
})
