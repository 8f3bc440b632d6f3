import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { restoreDatabase } from '../../../main/engine/restore/restore-database.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { putState, quietState } from './database-states.ts'
import { openToAll, restoreAs } from './restore-as.ts'
import {
  contentOf,
  leftoversIn,
  makeStage,
  quietRun,
  realPorts,
  restore,
  restoreRequest,
  type Stage,
} from './restore-stage.ts'

const isRoot = process.getuid?.() === 0

async function stageOf(rows = 400): Promise<Stage> {
  return makeStage((file) => buildDatabase(file, { rows }))
}

describe('a target that can not be written', () => {
  it('a folder', async () => {
    const stage = await stageOf()
    await expect(restore(stage, stage.live, 'swap')).rejects.toMatchObject({
      fault: { code: 'TARGET_IS_FOLDER' },
    })
  })

  it('in a folder that is not there, or is a file', async () => {
    const stage = await stageOf()
    fs.writeFileSync(path.join(stage.live, 'file'), '')
    for (const name of ['nowhere/live.db', 'file/live.db']) {
      await expect(restore(stage, path.join(stage.live, name), 'new_file')).rejects.toMatchObject({
        fault: { code: 'TARGET_FOLDER_MISSING' },
      })
    }
  })

  it('in the vault, by whatever name', async () => {
    const stage = await stageOf()
    const link = path.join(stage.folder, 'link')
    fs.symlinkSync(path.join(stage.vault.folder, 'manual'), link)
    for (const folder of [stage.vault.folder, link]) {
      await expect(restore(stage, path.join(folder, 'x.db'), 'new_file')).rejects.toMatchObject({
        fault: { code: 'TARGET_IN_VAULT' },
      })
    }
  })

  it('a device, a ring of links, the log of another database', async () => {
    const stage = await stageOf()
    const ring = path.join(stage.live, 'ring')
    fs.symlinkSync('ring', ring)
    await expect(restore(stage, '/dev/null', 'swap')).rejects.toMatchObject({
      fault: { code: 'TARGET_WRITE_FAILED' },
    })
    await expect(restore(stage, ring, 'new_file')).rejects.toMatchObject({
      fault: { code: 'TARGET_WRITE_FAILED', errno: 'ELOOP' },
    })
    putState(quietState(stage.folder), path.join(stage.live, 'other.db'))
    await expect(restore(stage, path.join(stage.live, 'other.db-wal'), 'new_file')).rejects.toMatchObject({
      fault: { code: 'WRONG_USE' },
    })
  })

  it('that changed since the plan', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    putState(quietState(stage.folder), target)
    const plan = restoreRequest(stage, target, 'swap')
    fs.utimesSync(target, new Date(), new Date(Date.now() + 5000))
    await expect(restoreDatabase(realPorts, plan, quietRun())).rejects.toMatchObject({
      fault: { code: 'TARGET_CHANGED' },
    })
  })
})

describe('a target that this user may not write', () => {
  it('a read-only folder, a read-only file, a file of another user', async (context) => {
    if (!isRoot) context.skip('not root: can not become another user')
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    putState(quietState(stage.folder), target)
    const old = contentOf(target)
    openToAll(stage)
    fs.chmodSync(stage.live, 0o555)
    expect(restoreAs(65534, stage, target).said).toContain('TARGET_NOT_PERMITTED')
    expect(restoreAs(65534, stage, path.join(stage.live, 'new.db')).said).toContain('TARGET_NOT_PERMITTED')
    fs.chmodSync(stage.live, 0o777)
    fs.chmodSync(target, 0o444)
    expect(restoreAs(65534, stage, target).said).toContain('TARGET_NOT_PERMITTED')
    // Writable by all, but it could not be given back to its owner.
    fs.chmodSync(target, 0o666)
    expect(restoreAs(65534, stage, target).said).toContain('TARGET_NOT_PERMITTED')
    expect(contentOf(target)).toBe(old)
    expect(leftoversIn(stage.live)).toEqual([])
    expect(restoreAs(65534, stage, path.join(stage.live, 'new.db')).said).toContain('done')
  })
})

async function withSmallDisk(
  folder: string,
  kib: number,
  work: (mount: string) => Promise<void>,
): Promise<void> {
  fs.mkdirSync(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.round(kib)}k`, 'tmpfs', folder])
  try {
    await work(folder)
  } finally {
    execFileSync('umount', ['-l', folder])
  }
}

describe('a full disk', () => {
  it('leaves the old content at every size that is too small', async (context) => {
    if (!isRoot) context.skip('not root: no tmpfs')
    const stage = await stageOf(6000)
    const fresh = contentOf(path.join(stage.folder, 'source.db'))
    const kib = Math.ceil(stage.backup.sourceBytes / 1024)
    const state = quietState(stage.folder)
    const oldKib = Math.ceil((state.files['']?.length ?? 0) / 1024)
    const seen = new Set<string>()
    const tryBoth = async (mount: string): Promise<void> => {
      const target = path.join(mount, 'live.db')
      for (const method of ['swap', 'in_place'] as const) {
        putState(state, target)
        const old = contentOf(target)
        const ended = await restore(stage, target, method).then(
          () => 'done',
          (error: { fault?: { code: string } }) => error.fault?.code ?? 'another error',
        )
        seen.add(ended)
        expect(['done', 'TARGET_FULL']).toContain(ended)
        expect(contentOf(target)).toBe(ended === 'done' ? fresh : old)
        expect(leftoversIn(mount)).toEqual([])
      }
    }
    for (const roomKib of [64, kib / 2, kib - 8, kib + 100, kib + 300, kib * 2, kib * 5]) {
      await withSmallDisk(path.join(stage.folder, `small-${Math.round(roomKib)}`), roomKib + oldKib, tryBoth)
    }
    expect([...seen].toSorted()).toEqual(['TARGET_FULL', 'done'])
  })

  it('that is only found full while writing leaves the old content too', async (context) => {
    if (!isRoot) context.skip('not root: no tmpfs')
    const stage = await stageOf(6000)
    const kib = Math.ceil(stage.backup.sourceBytes / 1024)
    const state = quietState(stage.folder)
    const seen = new Set<string>()
    // The system answers that there is room, and there is none: quotas and thin volumes do.
    const files = { ...realPorts.files, freeBytes: () => Promise.resolve(2 ** 40) }
    for (const roomKib of [kib / 3, kib - 8, kib + 40, kib * 1.5, kib * 2, kib * 2.5]) {
      await withSmallDisk(
        path.join(stage.folder, `tight-${Math.round(roomKib)}`),
        roomKib + 60,
        async (mount) => {
          const target = path.join(mount, 'live.db')
          for (const method of ['swap', 'in_place'] as const) {
            putState(state, target)
            const old = contentOf(target)
            const ended = await restore(stage, target, method, 'safety_backup', { ...realPorts, files }).then(
              () => 'done',
              (error: { fault?: { code: string } }) => error.fault?.code ?? 'another error',
            )
            seen.add(ended)
            // In place, the copy may be committed and only its comparison find no room.
            expect(['done', 'TARGET_FULL', 'RESTORE_PROOF_FAILED', 'RESTORE_UNPROVED']).toContain(ended)
            const isAsItWas = ended === 'TARGET_FULL' || ended === 'RESTORE_PROOF_FAILED'
            expect(contentOf(target) === old, ended).toBe(isAsItWas)
            expect(leftoversIn(mount)).toEqual([])
          }
        },
      )
    }
    expect(seen).toContain('TARGET_FULL')
  })
})
