import type { ArchivedDatabase, LeftOut, SystemContents } from '../../../shared/domain/system-archive.ts'
import { idPattern, instantPattern, sha256Pattern, type JsonFields } from '../image/json-fields.ts'
import { SealError, type Json } from '../image/sealed-json.ts'
import { partOf } from '../vault/layout.ts'
import { isMemberName } from './member-names.ts'

function databaseToJson(one: ArchivedDatabase): Json {
  const { databaseId, database, tier, path, backupId, file, takenAt, sizeBytes, sourceBytes, root, status } =
    one
  return { databaseId, database, tier, path, backupId, file, takenAt, sizeBytes, sourceBytes, root, status }
}

/** What an archive says of its contents, as its manifest and its contents record both hold it. */
export function contentsToJson(contents: SystemContents): { readonly [name: string]: Json } {
  const { archiveId, vaultId, takenAt, slotAt, databases, missing } = contents
  return {
    archiveId,
    vaultId,
    takenAt,
    slotAt,
    databases: databases.map(databaseToJson),
    missing: missing.map(({ name, why }) => ({ name, why })),
  }
}

function databaseFrom(fields: JsonFields): ArchivedDatabase {
  const file = fields.text('file')
  if (!isMemberName(file) || partOf(file.slice('monthly/'.length))?.part !== 'payload') {
    throw new SealError(`"${file}" is no backup of an archive`)
  }
  return {
    databaseId: fields.text('databaseId', idPattern),
    database: fields.text('database'),
    tier: fields.text('tier'),
    path: fields.text('path'),
    backupId: fields.text('backupId', idPattern),
    file,
    takenAt: fields.text('takenAt', instantPattern),
    sizeBytes: fields.count('sizeBytes'),
    sourceBytes: fields.count('sourceBytes'),
    root: fields.text('root', sha256Pattern),
    status: fields.oneOf('status', ['passed', 'failed']),
  }
}

function leftOutFrom(fields: JsonFields): LeftOut {
  return { name: fields.text('name'), why: fields.text('why') }
}

/** Reads what `contentsToJson` wrote. Throws SealError. */
export function contentsFrom(fields: JsonFields): SystemContents {
  const databases = fields.list('databases', databaseFrom)
  for (const member of ['databaseId', 'file'] as const) {
    if (new Set(databases.map((one) => one[member])).size !== databases.length) {
      throw new SealError('it names one database twice')
    }
  }
  return {
    archiveId: fields.text('archiveId', idPattern),
    vaultId: fields.text('vaultId', idPattern),
    takenAt: fields.text('takenAt', instantPattern),
    slotAt: fields.textOrNull('slotAt', instantPattern),
    databases,
    missing: fields.list('missing', leftOutFrom),
  }
}
