import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { inspectTarget } from '../../../main/engine/target/inspect-target.ts'
import type { FileSystem } from '../../../main/engine/ports/file-system.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { putState, quietState } from './database-states.ts'
import { holdDescriptor, holdOpen, type Holder, type Looked } from './hold-open.ts'
import { openToAll, restoreAs } from './restore-as.ts'
import { contentOf, leftoversIn, makeStage, realPorts, restore, type Stage } from './restore-stage.ts'

const holders: Holder[] = []
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.stop()
})

async function held(file: string, mode: 'idle' | 'read' | 'write'): Promise<Holder> {
  const holder = await holdOpen(file, mode)
  holders.push(holder)
  return holder
}

interface Scene {
  readonly stage: Stage
  readonly target: string
  readonly old: string
  readonly fresh: string
}

async function sceneOf(journalMode: 'wal' | 'delete', pageSize = 4096): Promise<Scene> {
  const stage = await makeStage((file) => buildDatabase(file, { rows: 1500, journalMode }))
  const target = path.join(stage.live, 'live.db')
  const state = quietState(stage.folder, journalMode, pageSize)
  const witness = path.join(stage.folder, 'witness.db')
  putState(state, witness)
  putState(state, target)
  return { stage, target, old: contentOf(witness), fresh: contentOf(path.join(stage.folder, 'source.db')) }
}

const journalModes = ['wal', 'delete'] as const
const modes = ['idle', 'read', 'write'] as const

describe('a swap of a database that another process has open', () => {
  for (const journalMode of journalModes) {
    for (const mode of modes) {
      it(`is refused, and nothing is changed: ${journalMode}, ${mode}`, async () => {
        const { stage, target, old } = await sceneOf(journalMode)
        const holder = await held(target, mode)
        const inode = fs.statSync(target).ino
        await expect(restore(stage, target, 'swap')).rejects.toMatchObject({
          fault: { code: 'TARGET_IN_USE', openedBy: [expect.stringContaining(`(${holder.pid})`)] },
        })
        expect(fs.statSync(target).ino).toBe(inode)
        expect(leftoversIn(stage.live)).toEqual([])
        await holder.stop()
        expect(contentOf(target)).toBe(old)
        await restore(stage, target, 'swap')
      })
    }
  }

  for (const journalMode of journalModes) {
    it(`is refused by SQLite's own lock where the other process can't be seen: ${journalMode}`, async (context) => {
      if (process.getuid?.() !== 0) context.skip('not root: can not become another user')
      const { stage, target, old } = await sceneOf(journalMode)
      openToAll(stage)
      for (const file of [stage.live, target]) fs.chownSync(file, 65534, 65534)
      const holder = await held(target, journalMode === 'wal' ? 'idle' : 'read')
      expect(restoreAs(65534, stage, target).said).toContain('TARGET_IN_USE')
      await holder.stop()
      expect(contentOf(target)).toBe(old)
      expect(restoreAs(65534, stage, target).said).toContain('done')
    })
  }

  it('is taken back when a program opened the old file in the very instant of the rename', async () => {
    const { stage, target, old } = await sceneOf('wal')
    const { files } = realPorts
    const nosy: FileSystem = {
      ...files,
      async rename(from, to) {
        // Opens the file by its descriptor only: SQLite would wait for our lock.
        if (to === target && from.endsWith('.image')) holders.push(await holdDescriptor(target))
        await files.rename(from, to)
      },
    }
    await expect(
      restore(stage, target, 'swap', 'safety_backup', { ...realPorts, files: nosy }),
    ).rejects.toMatchObject({
      fault: { code: 'TARGET_IN_USE' },
    })
    expect(contentOf(target)).toBe(old)
    expect(leftoversIn(stage.live)).toEqual([])
  })

  it('is refused when the target was written to after the safety backup', async () => {
    const { stage, target } = await sceneOf('delete')
    const { files } = realPorts
    let hasWritten = false
    const meddling: FileSystem = {
      ...files,
      async stat(file) {
        // The first look at the log beside the target after the safety backup's manifest was published.
        const isKept = fs
          .readdirSync(path.join(stage.vault.folder, 'pre_update'))
          .some((name) => name.endsWith('.manifest.json'))
        if (isKept && !hasWritten) {
          hasWritten = true
          const db = new Database(target)
          db.exec("INSERT INTO reading (text) VALUES ('written in between')")
          db.close()
        }
        return files.stat(file)
      },
    }
    await expect(
      restore(stage, target, 'swap', 'safety_backup', { ...realPorts, files: meddling }),
    ).rejects.toMatchObject({
      fault: { code: 'TARGET_CHANGED' },
    })
    expect(hasWritten).toBe(true)
    expect(contentOf(target)).toContain('written in between')
  })
})

describe('a restore in place under another process', () => {
  for (const journalMode of journalModes) {
    it(`shows the restored content through its open connection: ${journalMode}`, async () => {
      const { stage, target, fresh } = await sceneOf(journalMode)
      const holder = await held(target, 'idle')
      const outcome = await restore(stage, target, 'in_place')
      expect(outcome).toMatchObject({
        method: 'in_place',
        root: stage.backup.root,
        validation: { status: 'passed' },
      })
      expect(await holder.ask('look')).toEqual({
        tables: ['metro', 'series'],
        integrity: 'ok',
      } satisfies Looked)
      expect(await holder.ask('insert')).toBe('inserted')
      await holder.stop()
      expect(contentOf(target)).not.toBe(fresh)
      expect(contentOf(target)).toContain('after')
      expect(leftoversIn(stage.live)).toEqual([])
    })
  }

  it('goes on beside a reader in WAL mode, who sees the old content until it ends', async () => {
    const { stage, target, fresh } = await sceneOf('wal')
    const holder = await held(target, 'read')
    await restore(stage, target, 'in_place')
    expect(await holder.ask('look')).toMatchObject({ tables: ['reading'] })
    await holder.ask('end')
    expect(await holder.ask('look')).toEqual({ tables: ['metro', 'series'], integrity: 'ok' })
    await holder.stop()
    expect(contentOf(target)).toBe(fresh)
  })

  for (const [journalMode, mode] of [
    ['wal', 'write'],
    ['delete', 'read'],
    ['delete', 'write'],
  ] as const) {
    it(`is refused, with nothing changed, while it may not write: ${journalMode}, ${mode}`, async () => {
      const { stage, target, old } = await sceneOf(journalMode)
      const holder = await held(target, mode)
      await expect(restore(stage, target, 'in_place')).rejects.toMatchObject({
        fault: { code: 'TARGET_IN_USE' },
      })
      await holder.stop()
      expect(contentOf(target)).toBe(old)
      expect(leftoversIn(stage.live)).toEqual([])
    })
  }

  it('changes the page size where SQLite can: rollback journal', async () => {
    const { stage, target, fresh } = await sceneOf('delete', 1024)
    const holder = await held(target, 'idle')
    await restore(stage, target, 'in_place')
    expect(await holder.ask('look')).toEqual({ tables: ['metro', 'series'], integrity: 'ok' })
    expect(contentOf(target)).toBe(fresh)
  })

  it('asks for the programs to be closed where SQLite can not change the page size: WAL', async () => {
    const { stage, target, old } = await sceneOf('wal', 1024)
    const holder = await held(target, 'idle')
    await expect(restore(stage, target, 'in_place')).rejects.toMatchObject({
      fault: { code: 'TARGET_IN_USE', openedBy: [expect.stringContaining(`(${holder.pid})`)] },
    })
    await holder.stop()
    expect(contentOf(target)).toBe(old)
  })

  it('is no failure where a program writes on at once, and the detail says what was seen', async () => {
    for (const journalMode of journalModes) {
      const { stage, target } = await sceneOf(journalMode)
      const holder = await held(target, 'idle')
      await holder.ask('hammer')
      const { validation } = await restore(stage, target, 'in_place')
      expect(validation.status).toBe('passed')
      expect(validation.checks.checksum_match.detail).toMatch(/each is the backup's|had written again/)
      await expect.poll(() => holder.ask('look')).toMatchObject({ integrity: 'ok' })
      await holder.stop()
    }
  })

  it('keeps a foreign database by a copy under another name', async () => {
    const { stage, target, old } = await sceneOf('wal')
    await held(target, 'idle')
    const outcome = await restore(stage, target, 'in_place', 'set_aside')
    expect(contentOf(outcome.setAside!)).toBe(old)
  })
})

describe('what the plan is told of a target in use', () => {
  for (const journalMode of journalModes) {
    for (const mode of modes) {
      it(`names the process and leaves every byte alone: ${journalMode}, ${mode}`, async () => {
        const { target } = await sceneOf(journalMode)
        const holder = await held(target, mode)
        const before = fs.readFileSync(target)
        const { mtimeMs } = fs.statSync(target)
        const state = await inspectTarget(realPorts, target)
        expect(state.openedBy?.map(({ pid }) => pid)).toEqual([holder.pid])
        expect(state.content).toBe('database')
        expect(state.isLocked).toBe(journalMode === 'wal' || mode !== 'idle')
        expect(fs.readFileSync(target)).toEqual(before)
        expect(fs.statSync(target).mtimeMs).toBe(mtimeMs)
      })
    }
  }
})
