import type Database from 'better-sqlite3'

import type { Fault } from '../../../shared/domain/fault.ts'

/** How far the vault was read, and which of its manifests are no use. */
export interface MarkRows {
  get(what: string): string | null
  set(what: string, value: string): void
  /** Manifests that are there and can't be read, with the reason. */
  damaged(): readonly { readonly file: string; readonly fault: Fault }[]
  putDamaged(file: string, fault: Fault): void
  removeDamaged(file: string): void
}

/** The statements of the tables of marks and damaged manifests. */
export function markRows(db: Database.Database): MarkRows {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM marks WHERE what = ?')
  const set = db.prepare(
    'INSERT INTO marks VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET value = excluded.value',
  )
  const damaged = db.prepare<[], { file: string; fault: string }>(
    'SELECT file, fault FROM damaged_manifests ORDER BY file',
  )
  const put = db.prepare(
    'INSERT INTO damaged_manifests VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET fault = excluded.fault',
  )
  const remove = db.prepare<[string]>('DELETE FROM damaged_manifests WHERE file = ?')
  return {
    get: (what) => get.get(what)?.value ?? null,
    set: (what, value) => {
      set.run(what, value)
    },
    damaged: () => damaged.all().map(({ file, fault }) => ({ file, fault: JSON.parse(fault) as Fault })),
    putDamaged: (file, fault) => {
      put.run(file, JSON.stringify(fault))
    },
    removeDamaged: (file) => {
      remove.run(file)
    },
  }
}
