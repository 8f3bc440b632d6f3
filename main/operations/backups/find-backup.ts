import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf } from '../../engine/engine.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

const leastIdPrefix = 6
const namedInFault = 5
const idPrefix = /^[0-9a-f-]+$/i

/** The spelling of a backup's payload in the vault: an absolute path is cut, endings of its other files are dropped. */
function asVaultFile(vaultFolder: string, called: string): string {
  const relative = path.isAbsolute(called) ? path.relative(vaultFolder, called) : called
  const forward = relative.split(path.sep).join('/').replace(/^\.\//, '')
  for (const ending of [manifestOf(''), '.pages']) {
    if (forward.endsWith(ending)) return forward.slice(0, -ending.length)
  }
  return forward
}

function candidates(vault: OpenVault, called: string): readonly StoredBackup[] {
  const { backups } = vault.catalog
  const exact = backups.get(called.toLowerCase())
  if (exact !== null) return [exact]
  const named = backups.withFileName(asVaultFile(vault.access.folder, called), namedInFault)
  if (named.length > 0) return named
  const isPrefix = called.length >= leastIdPrefix && idPrefix.test(called)
  return isPrefix ? backups.withIdPrefix(called.toLowerCase(), namedInFault) : []
}

/**
 * Finds a backup by its id, the beginning of its id (6 characters or more), its file's name, that name without endings, or its path.
 * Throws BACKUP_UNKNOWN, BACKUP_AMBIGUOUS.
 */
export function findBackup(vault: OpenVault, called: string): StoredBackup {
  const found = candidates(vault, called)
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw new FaultError({ code: 'BACKUP_UNKNOWN', backup: called })
  throw new FaultError({ code: 'BACKUP_AMBIGUOUS', backup: called, matches: found.map((one) => one.file) })
}
