import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { LeftOut } from '../../../shared/domain/system-archive.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultFolders } from '../vault/layout.ts'
import { listPolicies, savePolicy } from '../vault/policies.ts'
import { saveRegistration } from '../vault/registrations.ts'
import { writeVaultFile, type VaultFacts } from '../vault/vault-file.ts'

/**
 * Makes an empty vault of the same id and keys in a folder, with the vault's policies and these registrations. Answers what of the policies
 * can't be read. Rejects with the system's errors.
 */
export async function makeSmallVault(
  ports: Ports,
  facts: VaultFacts,
  folder: string,
  records: readonly DatabaseRecord[],
): Promise<readonly LeftOut[]> {
  for (const relative of ['', ...vaultFolders]) await ports.files.makeFolder(inVault(folder, relative))
  await writeVaultFile(ports, { ...facts, folder })
  for (const record of records) await saveRegistration(ports, folder, record)
  const { records: policies, damaged } = await listPolicies(ports, facts.folder)
  for (const policy of policies) await savePolicy(ports, folder, policy)
  return damaged.map((name) => ({ name, why: 'It can’t be read, so this policy is not in the archive.' }))
}
