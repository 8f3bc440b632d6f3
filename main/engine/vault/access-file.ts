import type { AccessRules, Grant } from '../../../shared/domain/access/access-rules.ts'
import { roles } from '../../../shared/domain/access/role.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { NewerRecord, readAuthentic, writeAuthentic, type AuthenticKind } from '../image/authentic-json.ts'
import { idPattern, type JsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { keysOf } from './vault-keys.ts'
import { holdingLease } from './leases.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { writingVault } from './vault-faults.ts'

const kind: AuthenticKind = { format: 'holdfast-access', formatVersion: 1, purpose: 'holdfast/access/1' }
const limitBytes = 4 << 20
/** Another program changes it for no longer than it takes to write the file. */
const patienceMs = 10_000
const noRole = 'none'

function grantFrom(fields: JsonFields): Grant {
  return {
    kind: fields.oneOf('kind', ['user', 'group']),
    name: fields.text('name'),
    role: fields.oneOf('role', roles),
  }
}

function rulesFrom(fields: JsonFields, vaultId: string): AccessRules {
  if (fields.text('vaultId', idPattern) !== vaultId) throw new SealError('it is that of another vault')
  const others = fields.oneOf('others', [...roles, noRole])
  // What asks for more than is kept here is not to be taken for less.
  if (fields.texts('approvals').length > 0)
    throw new SealError('it asks for approvals, which this version does not know')
  return {
    revision: fields.count('revision', 1),
    grants: fields.list('grants', grantFrom),
    others: others === noRole ? null : others,
  }
}

/**
 * Who may do what, as the vault says it; null: it says nothing. Throws ACCESS_DAMAGED also where it was not written with the vault's key;
 * rejects with the system's errors.
 */
export async function readAccess(ports: Ports, access: VaultAccess): Promise<AccessRules | null> {
  const path = inVault(access.folder, vaultPaths.access)
  try {
    const bytes = await readSmallFile(ports, path, limitBytes)
    if (bytes === null) return null
    return rulesFrom(readAuthentic(kind, bytes, keysOf(access)), access.vaultId)
  } catch (error) {
    if (!(error instanceof SealError) && !(error instanceof NewerRecord)) throw error
    const problem =
      error instanceof SealError ? error.message : `a newer Holdfast wrote it (${error.message})`
    throw new FaultError({ code: 'ACCESS_DAMAGED', path, problem }, { cause: error })
  }
}

/**
 * Puts rules in the place of those that are there, while no other program does; `decide` says which. Rejects with what `decide` throws, and
 * throws the faults of writing a vault.
 */
export function changeAccess(
  ports: Ports,
  access: VaultAccess,
  decide: () => Promise<AccessRules>,
): Promise<AccessRules> {
  const { folder, vaultId, vaultKey } = access
  const work = async (): Promise<AccessRules> => {
    const rules = await decide()
    const { revision, grants, others } = rules
    const content = {
      vaultId,
      revision,
      grants: grants.map(({ kind: of, name, role }) => ({ kind: of, name, role })),
      others: others ?? noRole,
      approvals: [],
    }
    const key = vaultKey === null ? null : Buffer.from(vaultKey, 'base64')
    await replaceFile(ports, inVault(folder, vaultPaths.access), writeAuthentic(kind, content, key))
    return rules
  }
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'access', work, patienceMs))
}
