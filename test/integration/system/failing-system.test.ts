import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  foundVault,
  listArchives,
  sweepLeftovers,
  verifySystem,
  type Ports,
} from '../../../main/engine/engine.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'
import { everyCall, faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import {
  archiveOrder,
  archivePath,
  monthlyFiles,
  systemScene,
  takeScene,
} from '../../support/system-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Every how many-eth call is made to fail: all of them would take minutes. */
const stride = 7

/** A process of another number: its leases are a dead one's once it is gone. */
function asDeadProcess(ports: Ports): Ports {
  const { machine } = ports
  const pid = 999_999_999
  return {
    ...ports,
    machine: { ...machine, pid, markOf: (asked) => (asked === pid ? 'gone' : machine.markOf(asked)) },
  }
}

async function withFault(fault: PlannedFault) {
  const scene = await systemScene(tempFolder('failing'), ['market_data', 'economic_data'])
  const files = faultyFileSystem(fault)
  const ports = asDeadProcess({ ...realPorts, files })
  const error: unknown = await takeScene(scene, ports).then(
    () => null,
    (one: unknown) => one,
  )
  if (error instanceof Error && faultOf(error) === undefined) throw error
  return { scene, error, hasStruck: files.hasStruck(), fault: faultOf(error) }
}

/** What a failed or killed run may leave: nothing that is listed, and nothing that a sweep leaves. */
async function expectClean(
  { scene, error }: Awaited<ReturnType<typeof withFault>>,
  at: number,
): Promise<void> {
  const { archives, damaged } = await listArchives(realPorts, scene.vault)
  expect([at, damaged]).toEqual([at, []])
  // Its caller was told of none; one that is listed all the same must be whole.
  for (const archive of archives) {
    const { validation } = await verifySystem(realPorts, archiveOrder(scene, archive), quietRun())
    expect([at, validation.status]).toEqual([at, 'passed'])
  }
  if (error === null) expect(archives).toHaveLength(1)
  await sweepLeftovers(realPorts, scene.vault.folder)
  const files = archives.flatMap(({ file }) => [path.basename(file), `${path.basename(file)}.contents.json`])
  expect([at, monthlyFiles(scene)]).toEqual([at, files.toSorted()])
  expect(fs.readdirSync(path.join(scene.vault.folder, '.holdfast', 'scratch'))).toEqual([])
}

describe('taking the complete system', () => {
  it('leaves no half archive when any call fails', async () => {
    for (let at = 1; ; at += stride) {
      const taken = await withFault({ kind: 'fail', at, calls: everyCall, errno: 'EIO' })
      await expectClean(taken, at)
      if (!taken.hasStruck) break
    }
  })

  it('leaves nothing that a sweep does not clear when it is killed at any change', async () => {
    for (let at = 1; ; at += stride) {
      const taken = await withFault({ kind: 'kill', at })
      await expectClean(taken, at)
      if (!taken.hasStruck) break
    }
  })

  it('says that the vault is full, and leaves nothing', async () => {
    for (const bytes of [100, 6000, 20_000, 40_000]) {
      const taken = await withFault({ kind: 'full_after', bytes })
      expect([bytes, taken.fault]).toMatchObject([
        bytes,
        { code: 'VAULT_FULL', path: taken.scene.vault.folder },
      ])
      await expectClean(taken, bytes)
    }
  })
})

describe('a sweep', () => {
  it('leaves an archive without its record alone unless a dead run can have left it', async () => {
    const scene = await systemScene(tempFolder('sweep'), ['market_data'])
    const { archive } = await takeScene(scene)
    // A vault that is being copied: the record is on its way.
    fs.rmSync(`${archivePath(scene, archive)}.contents.json`)
    await sweepLeftovers(realPorts, scene.vault.folder)
    expect(monthlyFiles(scene)).toEqual([path.basename(archive.file)])
    expect((await listArchives(realPorts, scene.vault)).archives).toEqual([])
  })
})

describe('making a vault of an archive', () => {
  it('makes none when any call fails, and can be done again', async () => {
    const scene = await systemScene(tempFolder('founding'), ['market_data'])
    const { archive } = await takeScene(scene)
    const file = archivePath(scene, archive)
    const place = { path: file, file, vaultId: scene.vault.vaultId, vaultKeys: [] }
    for (let at = 1; ; at += 1) {
      const folder = path.join(tempFolder('founded'), 'vault')
      const files = faultyFileSystem({ kind: 'fail', at, calls: everyCall, errno: 'ENOSPC' })
      const error: unknown = await foundVault({ ...realPorts, files }, place, folder, quietRun()).then(
        () => null,
        (one: unknown) => one,
      )
      if (error instanceof Error && faultOf(error) === undefined) throw error
      if (!files.hasStruck()) break
      if (error !== null) {
        expect([at, fs.existsSync(path.join(folder, '.holdfast', 'vault.json'))]).toEqual([at, false])
        await foundVault(realPorts, place, folder, quietRun())
      }
      expect(fs.existsSync(path.join(folder, '.holdfast', 'vault.json'))).toBe(true)
    }
  })
})
