import fs from 'node:fs'
import path from 'node:path'

import { FaultError } from '../../shared/domain/fault.ts'
import type { StoredBackup } from '../../shared/domain/protection.ts'
import { findBackup } from '../operations/backups/find-backup.ts'
import { findDatabase, type FoundByName } from '../operations/databases/find-database.ts'
import type { Operations } from '../operations/operations.ts'
import { findKept, type Kept } from '../operations/retention/find-kept.ts'
import type { OpenVault } from '../operations/vaults/vault-session.ts'
import { pathFrom } from './session.ts'
import type { Terminal } from './terminal.ts'

function isFault(error: unknown, code: string): boolean {
  return error instanceof FaultError && error.fault.code === code
}

/** A database by name, id, or its file's path from where the command was called. Throws DATABASE_UNKNOWN. */
export function databaseCalled(terminal: Terminal, { catalog }: OpenVault, called: string): FoundByName {
  try {
    return findDatabase(catalog, called)
  } catch (error) {
    const record = catalog.databases.byPath(pathFrom(terminal, called))
    if (record === null || !isFault(error, 'DATABASE_UNKNOWN')) throw error
    return { databaseId: record.id, database: record.name, record }
  }
}

function realPathOf(file: string): string {
  try {
    return path.join(fs.realpathSync(path.dirname(file)), path.basename(file))
  } catch {
    return file
  }
}

/** A backup by id, beginning of an id, file name, stem, or its file's path from where the command was called. */
export function backupCalled(terminal: Terminal, vault: OpenVault, called: string): StoredBackup {
  try {
    return findBackup(vault, called)
  } catch (error) {
    if (!isFault(error, 'BACKUP_UNKNOWN')) throw error
    const inVault = path.relative(realPathOf(vault.access.folder), realPathOf(pathFrom(terminal, called)))
    if (inVault.startsWith('..') || path.isAbsolute(inVault)) throw error
    try {
      return findBackup(vault, inVault)
    } catch {
      // The name as it was typed is the one to speak of.
      throw error
    }
  }
}

/** A backup as `backupCalled` finds it, or an archive of the complete system by id, its beginning, file name, or path. */
export async function keptCalled(
  terminal: Terminal,
  operations: Operations,
  vault: OpenVault,
  called: string,
): Promise<Kept> {
  try {
    const { id, databaseId, file } = backupCalled(terminal, vault, called)
    return { databaseId, backupId: id, file }
  } catch (error) {
    if (!isFault(error, 'BACKUP_UNKNOWN')) throw error
    return findKept(operations, vault, called, terminal.baseFolder)
  }
}
