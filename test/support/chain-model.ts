import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

import {
  manifestOf,
  mergeChain,
  takeBackup,
  type BackupBase,
  type VaultAccess,
} from '../../main/engine/engine.ts'
import { openImage } from '../../main/engine/image/image-reader.ts'
import { rebuildImage } from '../../main/engine/image/rebuild-image.ts'
import { assertNever } from '../../shared/base/assert-never.ts'
import type { BackupRecord, BackupType } from '../../shared/domain/backup-record.ts'
import { baseFor } from '../../shared/domain/chain.ts'
import { faultOf, type FaultCode } from '../../shared/domain/fault.ts'
import type { StoredBackup } from '../../shared/domain/protection.ts'
import { backupOf, compressedForm, quietRun, realPorts } from './engine-vault.ts'
import { serialized } from './serialized-image.ts'

/** One thing that happens to a database or its vault. Numbers choose among what there is. */
export type ChainStep =
  | { readonly kind: 'write'; readonly rows: number; readonly at: number }
  | { readonly kind: 'grow' | 'shrink' | 'vacuum' | 'replace' | 'restore_older' }
  | { readonly kind: 'page_size'; readonly pageSize: number }
  | { readonly kind: 'backup'; readonly type: Exclude<BackupType, 'schema'> }
  | { readonly kind: 'merge'; readonly which: number; readonly absorbs: 'all' | 'some' }
  | { readonly kind: 'lose'; readonly which: number; readonly part: 'payload' | 'pages' | 'manifest' }

/** A backup that was taken, with the bytes that SQLite serialized at that moment. */
interface Point {
  readonly record: BackupRecord
  readonly bytes: Buffer
}

const unrebuildable: ReadonlySet<FaultCode> = new Set(['BACKUP_FILE_MISSING', 'BACKUP_DAMAGED'])

/** A database, its vault, and what every recovery point must give. */
export class ChainModel {
  readonly vault: VaultAccess
  readonly source: string
  readonly points: Point[] = []
  /** Ids of backups one of whose files was lost. */
  readonly lost = new Set<string>()
  readonly outcomes: string[] = []
  #observed: { id: string; observed: BackupBase['observed'] } | null = null
  #rows = 0

  readonly #pageTagsFolder: string | null

  /** `hasTags`: changes are found by the tags of the backup before. */
  constructor(
    vault: VaultAccess,
    folder: string,
    pageSize: number,
    journalMode: 'wal' | 'delete',
    hasTags = false,
  ) {
    this.vault = vault
    this.#pageTagsFolder = hasTags ? path.join(folder, 'page-tags') : null
    this.source = path.join(folder, 'model.db')
    this.#open((db) => {
      db.pragma(`page_size = ${pageSize}`)
      db.pragma('auto_vacuum = incremental')
      db.pragma(`journal_mode = ${journalMode}`)
      db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE INDEX t_by_v ON t (v)')
    })
    this.#insert(120)
  }

  #open(work: (db: Database.Database) => void): void {
    const db = new Database(this.source)
    try {
      work(db)
    } finally {
      db.close()
    }
  }

  #insert(count: number): void {
    this.#open((db) => {
      const insert = db.prepare('INSERT INTO t (v) VALUES (?)')
      db.transaction(() => {
        for (let n = 0; n < count; n += 1)
          insert.run(`row ${(this.#rows += 1)} ${'x'.repeat(this.#rows % 150)}`)
      })()
    })
  }

  #storedBackups(): readonly StoredBackup[] {
    return this.points
      .filter(({ record }) => fs.existsSync(path.join(this.vault.folder, manifestOf(record.file))))
      .map(({ record }) => ({ ...record, lastValidation: record.validation, lastDrill: null }))
      .sort((one, other) => (one.takenAt < other.takenAt ? 1 : -1))
  }

  #baseOf(type: BackupType): BackupBase | null {
    if (type !== 'incremental' && type !== 'differential') return null
    const known = this.#storedBackups()
    const find = (id: string): StoredBackup | null => known.find((one) => one.id === id) ?? null
    const base = baseFor(type, known, find)
    if (base === null) return null
    const newest = baseFor('incremental', known, find) ?? base
    return {
      manifestFile: manifestOf(base.file),
      newest: { id: newest.id, manifestFile: manifestOf(newest.file), root: newest.root },
      observed: this.#observed?.id === newest.id ? this.#observed.observed : null,
    }
  }

  async #backup(type: Exclude<BackupType, 'schema'>): Promise<void> {
    const request = backupOf(this.vault, this.source, {
      type,
      base: this.#baseOf(type),
      stored: this.vault.vaultKey === null ? compressedForm : backupOf(this.vault, this.source).stored,
      threads: 0,
      pageTagsFolder: this.#pageTagsFolder,
    })
    const bytes = serialized(this.source)
    const outcome = await takeBackup(realPorts, request, quietRun())
    if (outcome.kind === 'stored') {
      this.points.push({ record: outcome.backup, bytes })
      this.#observed = { id: outcome.backup.id, observed: outcome.observed }
      this.outcomes.push(outcome.backup.type)
      return
    }
    this.outcomes.push('no_changes_required')
    const same = this.points.find(({ record }) => record.id === outcome.unchangedSince)
    if (same === undefined || !same.bytes.equals(bytes)) throw new Error('the database had changed')
  }

  async #merge(which: number, absorbs: 'all' | 'some'): Promise<void> {
    const point = this.points[which % Math.max(1, this.points.length)]
    if (point === undefined || point.record.needs.length === 0 || this.isBroken(point.record)) return
    const { needs, stored, file } = point.record
    const absorbed = absorbs === 'all' ? null : needs.slice(-1).map(({ id }) => id)
    const order = { vault: this.vault, stored, compressionLevel: 3, threads: 0, fullCheckLimitBytes: 1 << 30 }
    const request = { ...order, manifestFile: manifestOf(file), absorbed }
    const { backup } = await mergeChain(realPorts, request, quietRun())
    if (backup.root !== point.record.root) throw new Error('a merge changed the root')
    if (absorbed === null && backup.needs.length > 0) throw new Error('a full needs others')
    this.points.push({ record: backup, bytes: point.bytes })
    this.outcomes.push('merged')
  }

  #lose(which: number, part: 'payload' | 'pages' | 'manifest'): void {
    const point = this.points[which % Math.max(1, this.points.length)]
    if (point === undefined) return
    const ending = { payload: '', pages: '.pages', manifest: '.manifest.json' }[part]
    // A payload of no bytes that is gone is missed as well.
    fs.rmSync(path.join(this.vault.folder, point.record.file + ending), { force: true })
    this.lost.add(point.record.id)
    this.outcomes.push('lost')
  }

  /** Another database of the same name, or an older state of this one, comes to lie at the source's place. */
  #replace(bytes: Buffer): void {
    for (const ending of ['', '-wal', '-shm', '-journal']) fs.rmSync(this.source + ending, { force: true })
    fs.writeFileSync(this.source, bytes)
  }

  async take(step: ChainStep): Promise<void> {
    switch (step.kind) {
      case 'write':
        return this.#open((db) =>
          db
            .prepare('UPDATE t SET v = v || ? WHERE id BETWEEN ? AND ?')
            .run('+', step.at, step.at + step.rows),
        )
      case 'grow':
        return this.#insert(60)
      case 'shrink':
        return this.#open((db) => {
          db.exec('DELETE FROM t WHERE id % 3 = 0')
          db.pragma('incremental_vacuum')
        })
      case 'vacuum':
        return this.#open((db) => void db.exec('VACUUM'))
      case 'page_size':
        return this.#open((db) => {
          const mode = db.pragma('journal_mode', { simple: true }) as string
          db.pragma('journal_mode = delete')
          db.pragma(`page_size = ${step.pageSize}`)
          db.exec('VACUUM')
          db.pragma(`journal_mode = ${mode}`)
        })
      case 'replace': {
        const other = path.join(path.dirname(this.source), 'other.db')
        const db = new Database(other)
        db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t (v) VALUES ('other')")
        db.close()
        this.#replace(fs.readFileSync(other))
        return fs.rmSync(other)
      }
      case 'restore_older': {
        const [oldest] = this.points
        return oldest === undefined ? undefined : this.#replace(oldest.bytes)
      }
      case 'backup':
        return this.#backup(step.type)
      case 'merge':
        return this.#merge(step.which, step.absorbs)
      case 'lose':
        return this.#lose(step.which, step.part)
      default:
        return assertNever(step, 'step')
    }
  }

  /** Whether a restore of it must fail: a file of it, or of a backup it needs, was lost. */
  isBroken({ id, needs }: BackupRecord): boolean {
    return this.lost.has(id) || needs.some((needed) => this.lost.has(needed.id))
  }

  /** Restores every point; throws where one that should be whole is not equal to its bytes, or a broken one is given out. */
  async checkEveryPoint(): Promise<void> {
    const target = path.join(path.dirname(this.source), 'rebuilt.db')
    for (const { record, bytes } of this.points) {
      const found = await this.#rebuild(record, target)
      fs.rmSync(target, { force: true })
      if (this.isBroken(record) !== (found === null)) {
        throw new Error(`${record.file}: ${found === null ? 'whole, and refused' : 'broken, and rebuilt'}`)
      }
      if (found !== null && !found.equals(bytes))
        throw new Error(`${record.file}: other bytes than it was taken from`)
    }
  }

  async #rebuild(record: BackupRecord, target: string): Promise<Buffer | null> {
    try {
      const reader = await openImage(realPorts, this.vault, manifestOf(record.file))
      const into = await realPorts.files.open(target, 'create')
      try {
        await rebuildImage(realPorts, reader, into, {
          threads: 0,
          signal: new AbortController().signal,
          onProgress: () => undefined,
        })
      } finally {
        await into.close()
      }
      return fs.readFileSync(target)
    } catch (error) {
      const code = faultOf(error)?.code
      if (code === undefined || !unrebuildable.has(code)) throw error
      return null
    }
  }
}
