import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { damagedState, putState, quietState, stateWithHotJournal, stateWithLog } from './database-states.ts'
import {
  asidesIn,
  contentOf,
  fileHash,
  leftoversIn,
  makeStage,
  restore,
  restoreRequest,
  type Stage,
} from './restore-stage.ts'

const oldStates = {
  'quiet, rollback journal': (folder: string) => quietState(folder, 'delete'),
  'quiet, WAL': (folder: string) => quietState(folder, 'wal'),
  'other page size': (folder: string) => quietState(folder, 'delete', 16384),
  'content in the log only': stateWithLog,
  'hot journal': stateWithHotJournal,
}

async function stageOf(encrypted = false): Promise<Stage> {
  return makeStage((file) => buildDatabase(file, { rows: 2000 }), encrypted)
}

describe('a restore over a database that nobody has open', () => {
  for (const [name, makeState] of Object.entries(oldStates)) {
    it(`replaces it by the backup, byte for byte, and keeps the old as a backup: ${name}`, async () => {
      const stage = await stageOf()
      const target = path.join(stage.live, 'live.db')
      const state = makeState(stage.folder)
      const witness = path.join(stage.folder, 'witness.db')
      putState(state, witness)
      const old = contentOf(witness)
      putState(state, target)

      const outcome = await restore(stage, target, 'swap')

      expect(outcome.validation.status).toBe('passed')
      expect(outcome.root).toBe(stage.backup.root)
      expect(fs.readdirSync(stage.live)).toEqual(['live.db'])
      expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
      expect(contentOf(target)).toBe(contentOf(path.join(stage.folder, 'source.db')))

      const again = path.join(stage.live, 'again.db')
      await restore({ ...stage, backup: outcome.safetyBackup! }, again, 'new_file')
      expect(contentOf(again)).toBe(old)
    })
  }

  it('from an encrypted backup, with several page sizes', async () => {
    for (const pageSize of [512, 65536]) {
      const stage = await makeStage((file) => buildDatabase(file, { rows: 500, pageSize }), true)
      const target = path.join(stage.live, 'live.db')
      putState(quietState(stage.folder), target)
      const outcome = await restore(stage, target, 'swap')
      expect(outcome.root).toBe(stage.backup.root)
      expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
    }
  })
})

describe('a restore where no safety backup is to be had', () => {
  it('sets a damaged database aside, whole', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    const state = damagedState(stage.folder)
    putState(state, target)
    const outcome = await restore(stage, target, 'swap')
    expect(outcome.setAside).not.toBeNull()
    expect(fs.readFileSync(outcome.setAside!)).toEqual(state.files[''])
    expect(fs.readFileSync(`${outcome.setAside}-wal`)).toEqual(state.files['-wal'])
    expect(
      fs.readdirSync(stage.live).filter((name) => name.startsWith('live.db') && !name.includes('.before-')),
    ).toEqual(['live.db'])
    expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
    expect(leftoversIn(stage.live)).toEqual([])
  })

  it('sets any other file aside', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    fs.writeFileSync(target, 'no database at all')
    const outcome = await restore(stage, target, 'swap')
    expect(fs.readFileSync(outcome.setAside!, 'utf8')).toBe('no database at all')
    expect(outcome.safetyBackup).toBeNull()
    expect(contentOf(target)).toBe(contentOf(path.join(stage.folder, 'source.db')))
  })

  it('sets a database aside with what was in its log, when no safety backup is ordered', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    const state = stateWithLog(stage.folder)
    const witness = path.join(stage.folder, 'witness.db')
    putState(state, witness)
    putState(state, target)
    const outcome = await restore(stage, target, 'swap', 'set_aside')
    expect(asidesIn(stage.live)).toHaveLength(1)
    expect(contentOf(outcome.setAside!)).toBe(contentOf(witness))
    expect(contentOf(target)).toBe(contentOf(path.join(stage.folder, 'source.db')))
  })

  it('leaves an empty file no trace', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    fs.writeFileSync(target, '')
    const outcome = await restore(stage, target, 'swap')
    expect(outcome.setAside).toBeNull()
    expect(fs.readdirSync(stage.live)).toEqual(['live.db'])
    expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
  })
})

describe('a restore to where nothing is', () => {
  const names = [
    'plain.db',
    'with space.db',
    `quo'te".db`,
    'emoji 🗄️.db',
    'new\nline.db',
    'trailing space .db ',
    'end\n',
  ]
  for (const name of names) {
    it(`makes the file: ${JSON.stringify(name)}`, async () => {
      const stage = await stageOf()
      const target = path.join(stage.live, name)
      const outcome = await restore(stage, target, 'new_file')
      expect(outcome.target).toBe(target)
      expect(fs.readdirSync(stage.live)).toEqual([name])
      expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
      expect(fs.statSync(target).mode & 0o777).toBe(0o600)
      await restore(stage, target, 'swap')
      expect(fs.readdirSync(stage.live)).toEqual([name])
      await restore(stage, target, 'in_place')
      expect(leftoversIn(stage.live)).toEqual([])
      expect(contentOf(target)).toBe(contentOf(path.join(stage.folder, 'source.db')))
    })
  }

  it('sets a stale log and journal aside, so that they never meet the new file', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    putState(stateWithLog(stage.folder), target)
    fs.rmSync(target)
    fs.writeFileSync(`${target}-journal`, 'stale')
    const log = fs.readFileSync(`${target}-wal`)
    const outcome = await restore(stage, target, 'new_file')
    expect(fs.readFileSync(outcome.setAside!)).toEqual(log)
    expect(asidesIn(stage.live)).toHaveLength(2)
    expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
    expect(contentOf(target)).toBe(contentOf(path.join(stage.folder, 'source.db')))
  })

  it('never replaces what has appeared there since the plan', async () => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    const request = restoreRequest(stage, target, 'new_file')
    expect(request.expectedTarget).toBeNull()
    fs.writeFileSync(target, 'appeared')
    await expect(restore(stage, target, 'new_file')).rejects.toMatchObject({
      fault: { code: 'TARGET_CHANGED' },
    })
    expect(fs.readFileSync(target, 'utf8')).toBe('appeared')
  })
})

describe('a backup that is not right', () => {
  it('is refused with one flipped bit in any of its files, and the target stays', async () => {
    const stage = await stageOf(true)
    const target = path.join(stage.live, 'live.db')
    putState(stateWithLog(stage.folder), target)
    const payload = path.join(stage.vault.folder, stage.backup.file)
    const before = fs.readFileSync(target)
    for (const file of [payload, `${payload}.pages`, `${payload}.manifest.json`]) {
      const whole = fs.readFileSync(file)
      const flipped = Buffer.from(whole)
      const at = Math.floor(whole.length / 2)
      flipped[at] = (flipped[at] as number) ^ 1
      fs.writeFileSync(file, flipped)
      await expect(restore(stage, target, 'swap')).rejects.toMatchObject({
        fault: { code: expect.stringMatching(/^(BACKUP|MANIFEST)_DAMAGED$/) as string },
      })
      fs.writeFileSync(file, whole)
      expect(fs.readFileSync(target)).toEqual(before)
      expect(leftoversIn(stage.live)).toEqual([])
    }
    expect(fs.readdirSync(path.join(stage.vault.folder, 'pre_update'))).toEqual([])
  })

  it('comes back as it was when its source was already wrong, and the outcome says so', async () => {
    const stage = await makeStage((file) => {
      buildDatabase(file, { rows: 50 })
      const db = new Database(file)
      db.pragma('foreign_keys = OFF')
      db.exec('UPDATE series SET msa = 99999 WHERE id < 4')
      db.close()
    })
    expect(stage.backup.validation.checks.data_consistency.status).toBe('failed')
    const target = path.join(stage.live, 'live.db')
    const outcome = await restore(stage, target, 'new_file')
    expect(outcome.root).toBe(stage.backup.root)
    expect(outcome.validation.status).toBe('failed')
    expect(fileHash(target)).toBe(fileHash(path.join(stage.folder, 'source.db')))
  })
})

describe('the replaced file', () => {
  it('hands its owner and permissions on', async (context) => {
    const stage = await stageOf()
    const target = path.join(stage.live, 'live.db')
    putState(quietState(stage.folder), target)
    fs.chmodSync(target, 0o640)
    const isRoot = process.getuid?.() === 0
    if (isRoot) fs.chownSync(target, 1234, 2345)
    await restore(stage, target, 'swap')
    const { mode, uid, gid } = fs.statSync(target)
    expect(mode & 0o7777).toBe(0o640)
    if (!isRoot) context.skip('not root: no owner to hand on')
    expect([uid, gid]).toEqual([1234, 2345])
  })

  it('stays behind a symbolic link, and the link stays', async () => {
    const stage = await stageOf()
    const real = path.join(stage.live, 'real.db')
    const link = path.join(stage.folder, 'link.db')
    putState(quietState(stage.folder), real)
    fs.symlinkSync('live/real.db', link)
    const outcome = await restore(stage, link, 'swap')
    expect(outcome.target).toBe(real)
    expect(fs.readlinkSync(link)).toBe('live/real.db')
    expect(fileHash(real)).toBe(fileHash(path.join(stage.folder, 'source.db')))
    fs.rmSync(real)
    await restore(stage, link, 'new_file')
    expect(fs.readlinkSync(link)).toBe('live/real.db')
    expect(fileHash(real)).toBe(fileHash(path.join(stage.folder, 'source.db')))
  })
})
