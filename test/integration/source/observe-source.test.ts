import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { isSameObservation, observeSource } from '../../../main/engine/source/observe-source.ts'
import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const later = Date.now() + 3_600_000

function observe(file: string, nowMs = later) {
  return observeSource(nodeFileSystem, file, nowMs)
}

function source(journalMode: 'wal' | 'delete' | 'persist'): string {
  const file = path.join(tempFolder('observe'), 'a.db')
  buildDatabase(file, { rows: 5000, journalMode })
  return file
}

/** Never the same value twice: SQLite writes nothing for that. */
const commit = "UPDATE series SET note = note || '+' WHERE id = 7"

describe('a look at a database from outside', () => {
  it.each(['wal', 'delete', 'persist'] as const)(
    'is the same while nothing is committed, another after a commit: %s',
    async (mode) => {
      const file = source(mode)
      // A program that stays, as it does in life: in WAL mode it keeps the log.
      const db = new Database(file)
      try {
        db.exec(commit)
        const before = await observe(file)
        expect(before).not.toBeNull()
        expect(db.prepare('SELECT count(*) FROM series').get()).toBeDefined()
        expect(isSameObservation(before, await observe(file))).toBe(true)
        db.exec(commit)
        const after = await observe(file)
        expect(after).not.toBeNull()
        expect(isSameObservation(before, after)).toBe(false)
      } finally {
        db.close()
      }
    },
  )

  it('is another after a commit that a restart of the log and a checkpoint follow', async () => {
    const file = source('wal')
    const db = new Database(file)
    try {
      db.exec(commit)
      db.pragma('wal_checkpoint(RESTART)')
      const before = await observe(file)
      db.exec("UPDATE series SET note = 'again' WHERE id = 8")
      db.pragma('wal_checkpoint(RESTART)')
      expect(isSameObservation(before, await observe(file))).toBe(false)
    } finally {
      db.close()
    }
  })

  it('is another after a commit whose time was put back', async () => {
    const file = source('wal')
    const before = await observe(file)
    expect(before?.log).toBeNull()
    const { atime, mtime } = fs.statSync(file)
    const db = new Database(file)
    db.exec(commit)
    db.close()
    fs.utimesSync(file, atime, mtime)
    expect(isSameObservation(before, await observe(file))).toBe(false)
  })

  it('tells nothing while a transaction is being written, or where only the clock of the file could tell', async () => {
    const rollback = source('delete')
    const db = new Database(rollback)
    try {
      // Pages that do not fit go to the file before the commit, and the journal's header before them.
      db.pragma('cache_size = 1')
      db.exec('BEGIN IMMEDIATE')
      db.exec("UPDATE series SET note = note || 'x'")
      expect(await observe(rollback)).toBeNull()
      db.exec('ROLLBACK')
      expect(await observe(rollback)).not.toBeNull()
    } finally {
      db.close()
    }
    const wal = source('wal')
    expect(fs.existsSync(`${wal}-wal`)).toBe(false)
    const { mtimeMs } = fs.statSync(wal)
    expect(await observe(wal, mtimeMs + 1000)).toBeNull()
    expect(await observe(wal, mtimeMs + 3000)).not.toBeNull()
  })

  it('tells nothing of what is no database, is not there, or has a log without a wal-index', async () => {
    const folder = tempFolder('observe')
    const text = path.join(folder, 'a.txt')
    fs.writeFileSync(text, 'no database at all, however long this text may be'.repeat(20))
    expect(await observe(text)).toBeNull()
    expect(await observe(path.join(folder, 'none.db'))).toBeNull()
    const file = source('wal')
    fs.writeFileSync(`${file}-wal`, Buffer.alloc(64, 1))
    expect(await observe(file)).toBeNull()
  })
})
