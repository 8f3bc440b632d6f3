import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import {
  readersOf,
  removingBackups,
  restoreDatabase,
  sweepLeftovers,
  verifyBackup,
  type Ports,
  type RunContext,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import { beginReading } from '../../../main/engine/vault/backup-readers.ts'
import { takeLease } from '../../../main/engine/vault/leases.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Scene {
  readonly folder: string
  readonly vault: VaultAccess
  readonly backup: BackupRecord
}

async function scene(): Promise<Scene> {
  const folder = tempFolder('readers')
  const source = path.join(folder, 'a.db')
  buildDatabase(source, { rows: 300 })
  const vault = await newVault(folder)
  return { folder, vault, backup: await storedBackup(backupOf(vault, source)) }
}

function restoring({ folder, vault, backup }: Scene, run: RunContext, ports = realPorts): Promise<unknown> {
  const request = {
    vault,
    manifestFile: manifestFileOf(backup),
    databaseId: backup.databaseId,
    database: backup.database,
    targetPath: path.join(folder, 'back.db'),
    method: 'new_file',
    safetyBackup: null,
    expectedTarget: null,
    lastValidation: backup.validation,
    threads: 0,
    lockWaitMs: 1000,
  } as const
  return restoreDatabase(ports, request, run)
}

function verifying({ vault, backup }: Scene, run: RunContext, ports = realPorts): Promise<unknown> {
  return verifyBackup(ports, { vault, manifestFile: manifestFileOf(backup), threads: 0 }, run)
}

/** Ports by which a reading clears up, and so ends, only when what was asked meanwhile has been answered. */
function untilAnswered(asked: readonly Promise<unknown>[]): Ports {
  const { files } = realPorts
  const after = async <T>(work: () => Promise<T>): Promise<T> => {
    await Promise.all(asked)
    return work()
  }
  return {
    ...realPorts,
    files: {
      ...files,
      remove: (path) => after(() => files.remove(path)),
      removeFolder: (folder) => after(() => files.removeFolder(folder)),
    },
  }
}

const readings = { verify: verifying, restore: restoring }

/** The ports of a program on another machine that was last heard of so long ago. */
function elsewhere(silentMs: number): Ports {
  const { clock, machine } = realPorts
  return {
    ...realPorts,
    clock: { ...clock, now: () => clock.now() - silentMs },
    machine: { ...machine, id: 'another/machine', installation: 'another', hostName: 'nas' },
  }
}

function leasesOf({ vault }: Scene): readonly string[] {
  return fs.readdirSync(path.join(vault.folder, '.holdfast/leases'))
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => faultOf(error)?.code ?? String(error),
  )
}

describe('who reads a backup', () => {
  it.each(['verify', 'restore'] as const)(
    'is known from the first step of a %s to its last',
    async (purpose) => {
      const place = await scene()
      const { vault, backup } = place
      const asked: Promise<unknown>[] = []
      let hasRemoved = false
      const run: RunContext = {
        signal: new AbortController().signal,
        onProgress() {
          asked.push(readersOf(realPorts, vault.folder, [randomUUID(), backup.id]))
          asked.push(
            codeOf(
              removingBackups(realPorts, vault.folder, [backup.id], () => {
                hasRemoved = true
                return Promise.resolve()
              }),
            ),
          )
        },
      }
      await readings[purpose](place, run, untilAnswered(asked))
      const answers = await Promise.all(asked)
      const who = expect.stringContaining(`process ${process.pid} on `) as unknown
      const first = answers.slice(0, 2)
      expect(first).toEqual([[{ who, backupIds: [backup.id] }], 'BACKUP_IN_USE'])
      expect(JSON.stringify(first)).toContain(`(${purpose})`)
      expect(hasRemoved).toBe(false)
      expect(await readersOf(realPorts, vault.folder, [backup.id])).toEqual([])
      expect(leasesOf(place)).toEqual([])
      await removingBackups(realPorts, vault.folder, [backup.id], () => {
        hasRemoved = true
        return Promise.resolve()
      })
      expect(hasRemoved).toBe(true)
    },
  )

  it('is many at once, and nobody of another backup', async () => {
    const { vault, backup } = await scene()
    const { folder } = vault
    const readers = await Promise.all(
      ['verify', 'restore', 'drill'].map((purpose) => beginReading(realPorts, folder, purpose, [backup.id])),
    )
    expect(await readersOf(realPorts, folder, [backup.id])).toHaveLength(3)
    expect(await readersOf(realPorts, folder, [randomUUID()])).toEqual([])
    for (const reader of readers) await reader.end()
    expect(await readersOf(realPorts, folder, [backup.id])).toEqual([])
  })

  it('is not a process that was killed; its lease is swept', async () => {
    const place = await scene()
    const { vault, backup } = place
    const script = new URL('../../support/hold-lease.ts', import.meta.url)
    const child = fork(script, [vault.folder, randomUUID(), backup.id], { stdio: 'inherit' })
    await once(child, 'message')
    expect(await readersOf(realPorts, vault.folder, [backup.id])).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(leasesOf(place)).toHaveLength(1)
    expect(await readersOf(realPorts, vault.folder, [backup.id])).toEqual([])
    await removingBackups(realPorts, vault.folder, [backup.id], () => Promise.resolve())
    await sweepLeftovers(realPorts, vault.folder)
    expect(leasesOf(place)).toEqual([])
  })

  it('may be another machine, while it is heard of; one whose lease says nothing reads everything', async () => {
    const place = await scene()
    const { vault, backup } = place
    const day = 86_400_000
    await beginReading(elsewhere(2 * day), vault.folder, 'restore', [backup.id])
    expect(await readersOf(realPorts, vault.folder, [backup.id])).toEqual([])
    await beginReading(elsewhere(day / 2), vault.folder, 'restore', [backup.id])
    expect(await readersOf(realPorts, vault.folder, [backup.id])).toEqual([
      { who: `process ${process.pid} on nas (restore)`, backupIds: [backup.id] },
    ])
    const other = randomUUID()
    fs.writeFileSync(path.join(vault.folder, '.holdfast/leases', `${randomUUID()}.json`), '')
    expect(await readersOf(realPorts, vault.folder, [other])).toHaveLength(1)
  })
})

describe('a backup that is being removed', () => {
  it.each(['verify', 'restore'] as const)(
    'is refused to a %s, which leaves nothing behind',
    async (purpose) => {
      const place = await scene()
      const { vault, backup } = place
      await removingBackups(realPorts, vault.folder, [backup.id], async () => {
        const own = leasesOf(place)
        expect(await codeOf(readings[purpose](place, quietRun()))).toBe('BACKUP_IN_USE')
        expect(leasesOf(place)).toEqual(own)
      })
      expect(fs.existsSync(path.join(place.folder, 'back.db'))).toBe(false)
      expect(await codeOf(readings[purpose](place, quietRun()))).toBe('done')
    },
  )

  it('is not refused on account of a remover that died', async () => {
    const { vault, backup } = await scene()
    const gone = { ...realPorts, machine: { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' } }
    await takeLease(gone, vault.folder, { name: randomUUID(), purpose: 'remove', removes: [backup.id] })
    const reading = await beginReading(realPorts, vault.folder, 'restore', [backup.id])
    await reading.end()
  })

  it('is never read and removed at once, however many come together', async () => {
    const { vault, backup } = await scene()
    const { folder } = vault
    const now = { reading: 0, removing: 0 }
    const counts = { read: 0, removed: 0, both: 0 }
    const look = (): void => void (now.reading > 0 && now.removing > 0 && (counts.both += 1))
    const read = async (): Promise<void> => {
      const reading = await beginReading(realPorts, folder, 'restore', [backup.id])
      now.reading += 1
      look()
      await delay(Math.random() * 4)
      counts.read += 1
      now.reading -= 1
      await reading.end()
    }
    const remove = (): Promise<void> =>
      removingBackups(realPorts, folder, [backup.id], async () => {
        now.removing += 1
        look()
        await delay(Math.random() * 4)
        counts.removed += 1
        now.removing -= 1
      })
    const codes = new Set<string>()
    const come = async (work: () => Promise<void>): Promise<void> => {
      for (let n = 0; n < 30; n += 1) {
        codes.add(await codeOf(work()))
        await delay(Math.random() * 8)
      }
    }
    await Promise.all([come(read), come(remove), come(read), come(remove)])
    expect(counts.both).toBe(0)
    expect([...codes].toSorted()).toEqual(['BACKUP_IN_USE', 'done'])
    expect(counts.read).toBeGreaterThan(0)
    expect(counts.removed).toBeGreaterThan(0)
  })
})

describe('a vault that keeps no lease', () => {
  it('is restored from all the same: one that can’t be written, one on a failing drive', async () => {
    const place = await scene()
    for (const code of ['EROFS', 'EIO']) {
      const refuse = (file: string): void => {
        if (file.includes('leases')) throw Object.assign(new Error(code), { code })
      }
      const files: Ports['files'] = {
        ...realPorts.files,
        open: async (file, mode) => (refuse(file), realPorts.files.open(file, mode)),
        list: async (folder) => (refuse(folder), realPorts.files.list(folder)),
      }
      expect(await codeOf(restoring(place, quietRun(), { ...realPorts, files })), code).toBe('done')
      fs.rmSync(path.join(place.folder, 'back.db'))
    }
  })

  it('is restored from and verified when a copy of it lost its empty folders', async () => {
    for (const reading of Object.values(readings)) {
      const place = await scene()
      fs.rmdirSync(path.join(place.vault.folder, '.holdfast/leases'))
      expect(await codeOf(reading(place, quietRun()))).toBe('done')
    }
  })
})
