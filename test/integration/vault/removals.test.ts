import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import {
  endRemoval,
  forgetRemoval,
  listRemovals,
  mendRemovals,
  putBackBackup,
  setAsideBackup,
  sweepLeftovers,
  takeLease,
  verifyBackup,
  type Ports,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { Removal, StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  listRecords,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Scene {
  readonly vault: VaultAccess
  readonly full: BackupRecord
  readonly change: BackupRecord
}

/** A vault with a full that stays and a change of it that goes. */
async function scene(folder: string): Promise<Scene> {
  const source = path.join(folder, 'market_data.db')
  buildDatabase(source, { rows: 20 })
  const vault = await newVault(folder)
  const full = await storedBackup(backupOf(vault, source, { threads: 0 }))
  const db = new Database(source)
  db.exec('UPDATE series SET value = value + 1')
  db.close()
  const change = await storedBackup(backupOf(vault, source, { threads: 0, ...basedOn(full) }))
  return { vault, full, change }
}

const aside = (ports: Ports, { vault, change }: Scene): Promise<Removal | null> =>
  setAsideBackup(ports, vault, change, 'outlived')

async function removalOf({ vault }: Scene): Promise<StandingRemoval> {
  const [removal] = (await listRemovals(realPorts, vault.folder)).removals
  return removal!
}

/** What a clean-up does first, and then with what is set aside: it ends it. */
async function cleanUp({ vault }: Scene): Promise<void> {
  await mendRemovals(realPorts, vault)
  for (const removal of (await listRemovals(realPorts, vault.folder)).removals) {
    await endRemoval(realPorts, vault, removal)
    await forgetRemoval(realPorts, vault.folder, removal.backupId)
  }
}

function namesOf({ vault, change }: Scene): readonly string[] {
  return fs
    .readdirSync(path.join(vault.folder, path.dirname(change.file)))
    .filter((name) => !name.startsWith('.'))
}

const steps: readonly {
  readonly name: string
  readonly before: (at: Scene) => Promise<unknown>
  readonly run: (ports: Ports, at: Scene, removal: Removal | undefined) => Promise<unknown>
}[] = [
  { name: 'setting aside', before: () => Promise.resolve(), run: (ports, at) => aside(ports, at) },
  {
    name: 'ending',
    before: (at) => aside(realPorts, at),
    async run(ports, { vault }, removal) {
      await endRemoval(ports, vault, removal!)
      await forgetRemoval(ports, vault.folder, removal!.backupId)
    },
  },
  {
    name: 'putting back',
    before: (at) => aside(realPorts, at),
    run: (ports, { vault }, removal) => putBackBackup(ports, vault, removal!),
  },
]

const plans: readonly { readonly name: string; at(n: number): PlannedFault }[] = [
  { name: 'is killed at', at: (at) => ({ kind: 'kill', at }) },
  {
    name: 'can’t do',
    at: (at) => ({
      kind: 'fail',
      at,
      calls: ['open', 'rename', 'link', 'remove', 'syncFolder', 'file.write', 'file.sync'],
      errno: 'EIO',
    }),
  },
]

const partsOf = (
  { folder }: VaultAccess,
  { file }: BackupRecord,
  manifestEnding = '.manifest.json',
): readonly Buffer[] =>
  ['', '.pages', manifestEnding].map((end) => fs.readFileSync(path.join(folder, file + end)))

/** What stays has its bytes, so that it verifies; what goes is wholly there, with its bytes, or is not listed. */
async function isThere(at: Scene, origin: ReadonlyMap<BackupRecord, readonly Buffer[]>): Promise<boolean> {
  const ids = (await listRecords(at.vault)).map(({ id }) => id)
  expect(ids).toContain(at.full.id)
  for (const [backup, parts] of origin) {
    if (ids.includes(backup.id)) expect(partsOf(at.vault, backup)).toEqual(parts)
  }
  return ids.includes(at.change.id)
}

describe('a verification of a backup that is set aside', () => {
  it('is no verdict on it, also where that happens while it begins', async () => {
    const at = await scene(tempFolder('removals'))
    const request = { vault: at.vault, manifestFile: manifestFileOf(at.change), threads: 0 }
    let isNext = true
    const ports = {
      ...realPorts,
      files: {
        ...realPorts.files,
        // The lease of the verification is what would keep a clean-up away.
        async link(from: string, to: string) {
          if (isNext && path.basename(path.dirname(to)) === 'leases') {
            isNext = false
            await aside(realPorts, at)
          }
          return realPorts.files.link(from, to)
        },
      },
    }
    for (const world of [ports, realPorts]) {
      const failed: unknown = await verifyBackup(world, request, quietRun()).catch((error: unknown) => error)
      expect(faultOf(failed)).toEqual({ code: 'BACKUP_SET_ASIDE', file: at.change.file })
    }
    expect(isNext).toBe(false)
    await putBackBackup(realPorts, at.vault, await removalOf(at))
    expect(await verifiedStatus(at.vault, at.change)).toBe('passed')
  })
})

describe('a removal', () => {
  for (const { name, before, run } of steps) {
    it.each(plans)(
      `that $name any step of ${name} leaves all whole, and the next one ends it`,
      async (plan) => {
        const folder = tempFolder('removals')
        const origin = await scene(folder)
        const { full, change } = origin
        const parts = new Map([full, change].map((one) => [one, partsOf(origin.vault, one)]))
        await before(origin)
        const removal = name === 'setting aside' ? undefined : await removalOf(origin)
        let met = 0
        for (let n = 1; ; n += 1) {
          const place = path.join(folder, `copy-${n}`)
          fs.cpSync(origin.vault.folder, place, { recursive: true, preserveTimestamps: true })
          const at: Scene = { ...origin, vault: { ...origin.vault, folder: place } }
          const files = faultyFileSystem(plan.at(n))
          const dead = { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' }
          await run({ ...realPorts, machine: dead, files }, at, removal).catch(() => undefined)
          if (!files.hasStruck()) break
          met += 1
          await isThere(at, parts)
          await sweepLeftovers(realPorts, place)
          await mendRemovals(realPorts, at.vault)
          const { removals } = await listRemovals(realPorts, place)
          const standing = removals.length
          // What can be put back is wholly there.
          if (removals[0]?.state === 'aside')
            expect(partsOf(at.vault, change, '.removed.json')).toEqual(parts.get(change))
          if (await isThere(at, parts)) {
            expect(standing).toBe(0)
            await aside(realPorts, at)
          } else if (namesOf(at).length > 3) expect(standing).toBe(1)
          await cleanUp(at)
          expect(namesOf(at)).toHaveLength(3)
          expect(fs.readdirSync(path.join(place, '.holdfast', 'removed'))).toEqual([])
          expect(await isThere(at, parts)).toBe(false)
          fs.rmSync(place, { recursive: true })
        }
        expect(await verifiedStatus(origin.vault, full)).toBe('passed')
        expect(met).toBeGreaterThan(8)
      },
    )
  }

  it('is not ended where its manifest is lost: the vault may be a copy that is under way', async () => {
    const at = await scene(tempFolder('removals'))
    const removal = (await aside(realPorts, at))!
    fs.rmSync(path.join(at.vault.folder, `${removal.file}.removed.json`))
    expect((await removalOf(at)).state).toBe('lost')
    expect(await endRemoval(realPorts, at.vault, removal)).toBe(false)
    expect(namesOf(at)).toHaveLength(5)
  })

  it('whose record is lost is undone: when and why is not known', async () => {
    const at = await scene(tempFolder('removals'))
    const removal = (await aside(realPorts, at))!
    fs.rmSync(path.join(at.vault.folder, '.holdfast', 'removed', `${removal.backupId}.json`))
    expect(await mendRemovals(realPorts, at.vault)).toEqual([removal.file])
    expect(await verifiedStatus(at.vault, at.change)).toBe('passed')
  })

  it('is no leftover to a sweep, whatever run died meanwhile', async () => {
    const at = await scene(tempFolder('removals'))
    const removal = (await aside(realPorts, at))!
    const dead = { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' }
    const wish = { name: 'dead', purpose: 'backup', subject: 'market_data' }
    await takeLease({ ...realPorts, machine: dead }, at.vault.folder, wish)
    await sweepLeftovers(realPorts, at.vault.folder)
    expect(namesOf(at)).toHaveLength(6)
    expect(await putBackBackup(realPorts, at.vault, removal)).toBe(true)
    expect(await verifiedStatus(at.vault, at.change)).toBe('passed')
  })
})
