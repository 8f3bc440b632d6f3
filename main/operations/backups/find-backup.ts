import path from 'node:path'

import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
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

/** A backup whose manifest can't be read: it is known by its file's name alone. Null: there is none of that name. */
export function unreadableCalled(
  { catalog, access }: OpenVault,
  called: string,
): { readonly file: string; readonly fault: Fault } | null {
  const name = asVaultFile(access.folder, called)
  const isCalledSo = (file: string): boolean =>
    file === name || file.endsWith(`/${name}`) || file.includes(`/${name}.db`)
  const unreadable = catalog.marks
    .damaged()
    .map(({ file, fault }) => ({ file: asVaultFile('', file), fault }))
  return unreadable.find(({ file }) => isCalledSo(file)) ?? null
}

/**
 * Finds a backup by its id, the beginning of its id (6 characters or more), its file's name, that name without endings, or its path.
 * Throws BACKUP_UNKNOWN, BACKUP_AMBIGUOUS, and the reason why its manifest can’t be read.
 */
export function findBackup(vault: OpenVault, called: string): StoredBackup {
  const found = candidates(vault, called)
  if (found.length === 1) return found[0]!
  if (found.length === 0) {
    throw new FaultError(unreadableCalled(vault, called)?.fault ?? { code: 'BACKUP_UNKNOWN', backup: called })
  }
  throw new FaultError({ code: 'BACKUP_AMBIGUOUS', backup: called, matches: found.map((one) => one.file) })
}
