import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  endRemoval,
  forgetRemoval,
  listArchives,
  listRemovals,
  mendArchives,
  mendRemovals,
  putBackBackup,
  setAsideArchive,
  sweepLeftovers,
  takeLease,
  verifySystem,
  type Ports,
} from '../../../main/engine/engine.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'
import { faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import {
  archiveOrder,
  monthlyFiles,
  systemScene,
  takeScene,
  type SystemScene,
} from '../../support/system-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface At {
  readonly scene: SystemScene
  /** Goes. */
  readonly archive: SystemArchive
  /** Stays. */
  readonly other: SystemArchive
}

async function twoArchives(): Promise<At> {
  const scene = await systemScene(tempFolder('archives'), ['market_data'], 'passphrase')
  const { archive } = await takeScene(scene)
  return { scene, archive, other: (await takeScene(scene)).archive }
}

const aside = (ports: Ports, { scene, archive }: At): Promise<Removal | null> =>
  setAsideArchive(ports, scene.vault, archive, 'the complete system', 'outlived')

function bytesOf({ scene }: At, { file }: SystemArchive, record = '.contents.json'): readonly Buffer[] {
  return ['', record].map((ending) => fs.readFileSync(path.join(scene.vault.folder, file + ending)))
}

async function end(ports: Ports, { scene }: At, removal: Removal): Promise<void> {
  await endRemoval(ports, scene.vault, removal)
  await forgetRemoval(ports, scene.vault.folder, removal.backupId)
}

/** What a clean-up does first. */
async function mend({ scene }: At): Promise<void> {
  await sweepLeftovers(realPorts, scene.vault.folder)
  await mendRemovals(realPorts, scene.vault)
  await mendArchives(realPorts, scene.vault)
}

async function idsIn({ scene }: At): Promise<readonly string[]> {
  const { archives, damaged } = await listArchives(realPorts, scene.vault)
  expect(damaged).toEqual([])
  return archives.map(({ archiveId }) => archiveId)
}

const steps: readonly {
  readonly name: string
  readonly isAsideBefore: boolean
  readonly run: (ports: Ports, at: At, removal: Removal | null) => Promise<unknown>
}[] = [
  { name: 'setting aside', isAsideBefore: false, run: (ports, at) => aside(ports, at) },
  { name: 'ending', isAsideBefore: true, run: (ports, at, removal) => end(ports, at, removal!) },
  {
    name: 'putting back',
    isAsideBefore: true,
    run: (ports, { scene }, removal) => putBackBackup(ports, scene.vault, removal!),
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

describe('a removal of an archive', () => {
  for (const { name, isAsideBefore, run } of steps) {
    it.each(plans)(
      `that $name any step of ${name} leaves all whole, and the next one ends it`,
      async (plan) => {
        const origin = await twoArchives()
        const { archive, other } = origin
        const parts = [archive, other].map((one) => bytesOf(origin, one))
        const removal = isAsideBefore ? await aside(realPorts, origin) : null
        let met = 0
        for (let n = 1; ; n += 1) {
          const place = path.join(origin.scene.folder, `copy-${n}`)
          fs.cpSync(origin.scene.vault.folder, place, { recursive: true, preserveTimestamps: true })
          const scene = { ...origin.scene, vault: { ...origin.scene.vault, folder: place } }
          const at: At = { ...origin, scene }
          const files = faultyFileSystem(plan.at(n))
          const dead = { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' }
          await run({ ...realPorts, machine: dead, files }, at, removal).catch(() => undefined)
          if (!files.hasStruck()) break
          met += 1
          await mend(at)
          const ids = await idsIn(at)
          expect([n, ids]).toEqual([n, expect.arrayContaining([other.archiveId])])
          expect(bytesOf(at, other)).toEqual(parts[1])
          const { removals } = await listRemovals(realPorts, place)
          if (ids.includes(archive.archiveId)) {
            expect([n, removals]).toEqual([n, []])
            expect(bytesOf(at, archive)).toEqual(parts[0])
            await end(realPorts, at, (await aside(realPorts, at))!)
          } else if (removals[0] !== undefined) {
            if (removals[0].state === 'aside') expect(bytesOf(at, archive, '.removed.json')).toEqual(parts[0])
            await end(realPorts, at, removals[0])
          }
          expect([n, monthlyFiles(scene)]).toEqual([
            n,
            [path.basename(other.file), `${path.basename(other.file)}.contents.json`],
          ])
          expect(fs.readdirSync(path.join(place, '.holdfast', 'removed'))).toEqual([])
          fs.rmSync(place, { recursive: true })
        }
        expect(met).toBeGreaterThan(8)
      },
    )
  }

  it('is undone byte for byte, and the archive is whole', async () => {
    const at = await twoArchives()
    const before = bytesOf(at, at.archive)
    const removal = (await aside(realPorts, at))!
    expect(await idsIn(at)).toEqual([at.other.archiveId])
    expect(removal).toMatchObject({
      subject: 'archive',
      sizeBytes: before.reduce((sum, { length }) => sum + length, 0),
    })
    expect(await putBackBackup(realPorts, at.scene.vault, removal)).toBe(true)
    expect(bytesOf(at, at.archive)).toEqual(before)
    const { validation } = await verifySystem(realPorts, archiveOrder(at.scene, at.archive), quietRun())
    expect(validation.status).toBe('passed')
  })

  it('whose record is lost or torn is undone: when and why is not known', async () => {
    const at = await twoArchives()
    const record = path.join(at.scene.vault.folder, '.holdfast', 'removed', `${at.archive.archiveId}.json`)
    for (const harm of [() => fs.rmSync(record), () => fs.writeFileSync(record, '{"formatVersion": 2')]) {
      await aside(realPorts, at)
      harm()
      expect(await mendRemovals(realPorts, at.scene.vault)).toEqual([])
      expect(await mendArchives(realPorts, at.scene.vault)).toEqual([at.archive.file])
      expect(await idsIn(at)).toContain(at.archive.archiveId)
      expect(fs.existsSync(record)).toBe(false)
    }
  })

  it('is not ended where its contents record is lost: the vault may be a copy that is under way', async () => {
    const at = await twoArchives()
    const removal = (await aside(realPorts, at))!
    fs.rmSync(path.join(at.scene.vault.folder, `${removal.file}.removed.json`))
    expect(await endRemoval(realPorts, at.scene.vault, removal)).toBe(false)
    expect(fs.existsSync(path.join(at.scene.vault.folder, removal.file))).toBe(true)
  })

  it('is no leftover to a sweep, whatever run died meanwhile, and its name is not taken again', async () => {
    const at = await twoArchives()
    const { folder } = at.scene.vault
    await aside(realPorts, at)
    const dead = { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' as const }
    const name = realPorts.ids.newId()
    const wish = { name, purpose: 'system_backup', subject: 'full_system' }
    await takeLease({ ...realPorts, machine: dead }, folder, wish)
    const before = monthlyFiles(at.scene)
    expect((await sweepLeftovers(realPorts, folder)).removed).not.toContain(at.archive.file)
    expect(monthlyFiles(at.scene)).toEqual(before)
    // Not even where it is lost: an undo would give another archive its record.
    fs.rmSync(path.join(folder, at.archive.file))
    const clock = { ...realPorts.clock, now: () => Date.parse(at.archive.takenAt) }
    const { archive: next } = await takeScene(at.scene, { ...realPorts, clock })
    expect(next.file).not.toBe(at.archive.file)
  })
})
