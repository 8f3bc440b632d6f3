import path from 'node:path'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Ports } from '../../engine/engine.ts'

const atOnce = 32

/** Tells which file a path leads to, whatever it is called: links and spellings of one file are one. */
export interface KnownFiles {
  /** The registration of the file at a path; null when it has none, or nothing is there. */
  registrationOf(file: string): Promise<DatabaseRecord | null>
  add(file: string, record: DatabaseRecord): Promise<void>
}

async function identityOf(ports: Ports, file: string): Promise<string | null> {
  const facts = await ports.files.stat(file).catch(() => null)
  return facts === null ? null : `${facts.device}:${facts.inode}`
}

/** Looks every registered file up once. */
export async function knowFiles(ports: Ports, records: readonly DatabaseRecord[]): Promise<KnownFiles> {
  const byIdentity = new Map<string, DatabaseRecord>()
  const byPath = new Map(records.map((record) => [record.path, record]))
  const add = async (file: string, record: DatabaseRecord): Promise<void> => {
    byPath.set(path.resolve(file), record)
    const identity = await identityOf(ports, file)
    if (identity !== null) byIdentity.set(identity, record)
  }
  for (let first = 0; first < records.length; first += atOnce) {
    await Promise.all(records.slice(first, first + atOnce).map((record) => add(record.path, record)))
  }
  return {
    async registrationOf(file) {
      const identity = await identityOf(ports, file)
      const byFile = identity === null ? undefined : byIdentity.get(identity)
      return byFile ?? byPath.get(path.resolve(file)) ?? null
    },
    add,
  }
}
