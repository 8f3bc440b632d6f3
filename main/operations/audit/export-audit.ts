import path from 'node:path'

import type { AuditExport } from '../../../shared/domain/audit/audit-views.ts'
import { exportLog } from '../../engine/engine.ts'
import { refuseExportInVault } from '../content/compare-contents.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

function readmeOf(vaultId: string, at: string): string {
  return `The audit log of the Holdfast vault ${vaultId}, as it was on ${at} (UTC).

AUDIT-*.jsonl       what was done, by whom, and what came of it: an entry a line, oldest first
checkpoint.json     how many entries there are and which is the newest, signed where the vault has a key
verify-audit.mjs    says whether all of it is as it was written; needs Node and nothing else:

    node verify-audit.mjs

It prints the fingerprint of the key that the log began with. Whoever could change this folder could also have signed all of it anew
with a key of their own: compare the fingerprint with what "holdfast audit verify" says where the vault is.
`
}

/**
 * Copies the open vault's audit log into a folder that is not there yet or is empty, with what verifies it. Throws EXPORT_FAILED,
 * TARGET_IN_VAULT, and what keeps the vault from being used.
 */
export async function exportAudit(context: OperationsContext, toPath: string): Promise<AuditExport> {
  const { world, session } = context
  const { access } = session.reachable()
  const folder = path.resolve(toPath)
  await refuseExportInVault(context, folder)
  const texts = [
    { name: 'verify-audit.mjs', text: await world.readAsset('audit/verify-audit.mjs') },
    { name: 'README.txt', text: readmeOf(access.vaultId, instantOf(world.ports.clock)) },
  ]
  const { entries, files, sizeBytes } = await exportLog(world.ports, access, folder, texts)
  return { folder, entries, files, sizeBytes }
}
