import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { removePageTags, takeBackup, type VaultAccess } from '../../../main/engine/engine.ts'
import { findPageTags } from '../../../main/engine/backup/keep-page-tags.ts'
import { groupBytes, groupCountOf, GroupTagger } from '../../../main/engine/image/group-tags.ts'
import { openImage } from '../../../main/engine/image/image-reader.ts'
import { decodePageTags, encodePageTags } from '../../../main/engine/image/page-tags.ts'
import {
  backupOf,
  basedOn,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { serialized } from '../../support/serialized-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A database, its vault, and where its tags are kept. */
interface Scene {
  readonly source: string
  readonly vault: VaultAccess
  readonly tagsFolder: string
}

function open<T>(source: string, work: (db: Database.Database) => T): T {
  const db = new Database(source)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function addRows(db: Database.Database, rows: number): void {
  const insert = db.prepare('INSERT INTO t (v) VALUES (?)')
  db.transaction(() => {
    for (let n = 0; n < rows; n += 1) insert.run(`row ${n} ${'x'.repeat(n % 700)}`)
  })()
}

async function newScene(pageSize: number, journalMode: 'wal' | 'delete', rows = 1500): Promise<Scene> {
  const folder = tempFolder('page-tags')
  const source = path.join(folder, 'a.db')
  open(source, (db) => {
    db.pragma(`page_size = ${pageSize}`)
    db.pragma('auto_vacuum = incremental')
    db.pragma(`journal_mode = ${journalMode}`)
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE INDEX t_by_v ON t (v)')
    addRows(db, rows)
  })
  return { source, vault: await newVault(folder), tagsFolder: path.join(folder, 'page-tags') }
}

/** Everything that two backups of one state have in common. */
async function contentOf(vault: VaultAccess, backup: BackupRecord): Promise<unknown> {
  const { owners, pageHashes } = await openImage(realPorts, vault, manifestFileOf(backup))
  const [{ index }] = owners
  return {
    root: backup.root,
    type: backup.type,
    needs: backup.needs,
    runs: index.runs,
    slots: Buffer.from(index.slotHashes).toString('hex'),
    pages: Buffer.from(pageHashes).toString('hex'),
  }
}

/** Takes a change with tags and one without, on the same base; throws unless they are the same backup. Returns the one with tags. */
async function takeBothWays(
  { source, vault, tagsFolder }: Scene,
  base: BackupRecord,
  type: 'incremental' | 'differential' = 'incremental',
  threads = 0,
): Promise<BackupRecord> {
  const order = { ...basedOn(base, type), threads }
  const without = await storedBackup(backupOf(vault, source, order))
  const tagged = await storedBackup(backupOf(vault, source, { ...order, pageTagsFolder: tagsFolder }))
  expect(await contentOf(vault, tagged)).toEqual(await contentOf(vault, without))
  return tagged
}

async function fullOf({ source, vault, tagsFolder }: Scene, threads = 0): Promise<BackupRecord> {
  return storedBackup(backupOf(vault, source, { threads, pageTagsFolder: tagsFolder }))
}

function isTagged({ tagsFolder }: Scene, backup: BackupRecord): Promise<boolean> {
  return findPageTags(realPorts, tagsFolder, backup).then((tags) => tags !== null)
}

/** What happens to a database between two backups, so that groups change, appear, end differently and go. */
const changes: Readonly<Record<string, (db: Database.Database) => void>> = {
  'a row': (db) => void db.exec("UPDATE t SET v = 'changed' WHERE id = 70"),
  'nothing but the header': (db) => void db.pragma('user_version = 7'),
  'a few new rows': (db) => addRows(db, 40),
  'many new rows': (db) => addRows(db, 900),
  'rows deleted and pages given back': (db) => {
    db.exec('DELETE FROM t WHERE id % 3 = 0')
    db.pragma('incremental_vacuum')
  },
  VACUUM: (db) => void db.exec('VACUUM'),
  'nearly everything deleted': (db) => {
    db.exec('DELETE FROM t WHERE id > 20')
    db.exec('VACUUM')
  },
}

describe('a change that is found by tags', () => {
  it.each([
    [512, 'wal'],
    [1024, 'delete'],
    [4096, 'wal'],
    [16384, 'delete'],
    [65536, 'wal'],
  ] as const)('is the same backup as without them: pages of %i bytes, %s', async (pageSize, journalMode) => {
    const scene = await newScene(pageSize, journalMode)
    const full = await fullOf(scene)
    let newest = full
    for (const change of Object.values(changes)) {
      open(scene.source, change)
      expect(await isTagged(scene, newest)).toBe(true)
      newest = await takeBothWays(scene, newest)
    }
    // Of the full, whose tags are kept beside those of the newest.
    expect(await isTagged(scene, full)).toBe(true)
    await takeBothWays(scene, full, 'differential')
  })

  it('is the same with the threads that large images are given, and from a log that was not checkpointed', async () => {
    const scene = await newScene(4096, 'wal', 24_000)
    let newest = await fullOf(scene, 2)
    expect(newest.sourceBytes).toBeGreaterThan(9 << 20)
    const writer = new Database(scene.source)
    try {
      writer.exec("UPDATE t SET v = 'changed again' WHERE id IN (5, 9000, 23999)")
      newest = await takeBothWays(scene, newest, 'incremental', 2)
      expect(newest.sizeBytes).toBeLessThan(100_000)
    } finally {
      writer.close()
    }
    open(scene.source, (db) => void db.exec('VACUUM'))
    await takeBothWays(scene, newest, 'incremental', 2)
  })

  it('would not be the same if tags never differed: the comparison sees it', async () => {
    const scene = await newScene(4096, 'wal')
    const full = await fullOf(scene)
    open(scene.source, (db) => void db.exec("UPDATE t SET v = 'changed' WHERE id = 700"))
    // Tags of the changed image that pretend to be those of the base: no group looks changed.
    const image = serialized(scene.source)
    const tags = (await findPageTags(realPorts, scene.tagsFolder, full))!
    const tagger = new GroupTagger(tags.key)
    const groups = Array.from({ length: groupCountOf(image.length) }, (_, n) =>
      tagger.tag(n, image.subarray(n * groupBytes, (n + 1) * groupBytes)),
    )
    const file = path.join(scene.tagsFolder, `${full.databaseId}.full.tags`)
    fs.writeFileSync(file, encodePageTags({ ...tags, tags: Buffer.concat(groups) }))
    await expect(takeBothWays(scene, full)).rejects.toThrow('nothing was stored')
  })

  it('counts nothing changed as such', async () => {
    const scene = await newScene(4096, 'delete')
    const full = await fullOf(scene)
    const request = backupOf(scene.vault, scene.source, {
      ...basedOn(full),
      threads: 0,
      pageTagsFolder: scene.tagsFolder,
    })
    const outcome = await takeBackup(realPorts, request, quietRun())
    expect(outcome).toMatchObject({ kind: 'no_changes_required', unchangedSince: full.id })
  })
})

describe('tags that are kept', () => {
  it('are private, two files a database at most, and gone when they are removed', async () => {
    const scene = await newScene(4096, 'wal', 200)
    const names = (): string[] => fs.readdirSync(scene.tagsFolder)
    const full = await fullOf(scene)
    const { databaseId } = full
    expect(names()).toEqual([`${databaseId}.full.tags`])
    open(scene.source, (db) => addRows(db, 300))
    const first = await takeBothWays(scene, full)
    open(scene.source, (db) => addRows(db, 300))
    await takeBothWays(scene, first)
    expect(names()).toEqual([`${databaseId}.full.tags`, `${databaseId}.newest.tags`])
    for (const name of names()) {
      expect(fs.statSync(path.join(scene.tagsFolder, name)).mode & 0o777).toBe(0o600)
    }
    await fullOf(scene)
    expect(names()).toEqual([`${databaseId}.full.tags`])
    await removePageTags(realPorts, scene.tagsFolder, databaseId)
    expect(names()).toEqual([])
  })

  it('have a key of their own each time', async () => {
    const scene = await newScene(4096, 'wal', 200)
    const file = (record: BackupRecord): string =>
      path.join(scene.tagsFolder, `${record.databaseId}.full.tags`)
    const one = decodePageTags(fs.readFileSync(file(await fullOf(scene))))!
    const other = decodePageTags(fs.readFileSync(file(await fullOf(scene))))!
    expect(other.root).toBe(one.root)
    expect(Buffer.compare(other.key, one.key)).not.toBe(0)
  })

  it.each([
    [
      'of another root',
      (bytes: Buffer) => encodePageTags({ ...decodePageTags(bytes)!, root: 'ab'.repeat(32) }),
    ],
    ['damaged', (bytes: Buffer) => bytes.fill(0, 90, 91)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -20)],
    ['empty', () => Buffer.alloc(0)],
  ])('count as none: %s', async (_, spoil) => {
    const scene = await newScene(4096, 'wal', 400)
    const full = await fullOf(scene)
    const file = path.join(scene.tagsFolder, `${full.databaseId}.full.tags`)
    fs.writeFileSync(file, spoil(fs.readFileSync(file)))
    expect(await isTagged(scene, full)).toBe(false)
    open(scene.source, changes['a row']!)
    const newest = await takeBothWays(scene, full)
    expect(newest.type).toBe('incremental')
    expect(await isTagged(scene, newest)).toBe(true)
  })

  it('are not needed: a folder that is gone, or that can’t be one, changes no backup', async () => {
    const scene = await newScene(4096, 'wal', 400)
    const full = await fullOf(scene)
    fs.rmSync(scene.tagsFolder, { recursive: true })
    fs.writeFileSync(scene.tagsFolder, 'no folder')
    open(scene.source, changes['a row']!)
    const newest = await takeBothWays(scene, full)
    expect(newest.validation.status).toBe('passed')
    expect(fs.readFileSync(scene.tagsFolder, 'utf8')).toBe('no folder')
  })
})
