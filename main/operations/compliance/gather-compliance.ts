import type {
  AuditEvidence,
  BroughtBack,
  ComplianceFacts,
  DatabaseEvidence,
} from '../../../shared/domain/compliance/judge-compliance.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'

/** Named of those that are stored readable. */
const mostFiles = 3

interface Policies {
  readonly byId: ReadonlyMap<string, Policy>
  readonly hasDamaged: boolean
}

function policyOf({ byId, hasDamaged }: Policies, { policyId }: DatabaseRecord): DatabaseEvidence['policy'] {
  if (policyId === undefined) return null
  return byId.get(policyId) ?? (hasDamaged ? 'unreadable' : null)
}

function lastBroughtBack({ compliance }: Catalog): ReadonlyMap<string, BroughtBack> {
  const last = new Map<string, BroughtBack>()
  for (const { databaseId, at, by } of compliance.broughtBack()) {
    if (at > (last.get(databaseId)?.at ?? '')) last.set(databaseId, { at, by })
  }
  return last
}

function evidenceOf(catalog: Catalog, policies: Policies): readonly DatabaseEvidence[] {
  const { backups, compliance, databases } = catalog
  const broughtBack = lastBroughtBack(catalog)
  const reds = new Map(compliance.redDrills().map(({ databaseId, at }) => [databaseId, at]))
  const readable = new Map(compliance.readableCounts().map(({ databaseId, count }) => [databaseId, count]))
  return databases.all().map((record) => {
    const count = readable.get(record.id) ?? 0
    return {
      databaseId: record.id,
      database: record.name,
      policy: policyOf(policies, record),
      backupCount: backups.totalsOf(record.id).backupCount,
      readable: { count, files: count === 0 ? [] : compliance.readableFiles(record.id, mostFiles) },
      broughtBack: broughtBack.get(record.id) ?? null,
      redDrillAt: reds.get(record.id) ?? null,
    }
  })
}

/** What a vault’s compliance is judged by now. Rejects where its policies can’t be read. */
export async function gatherCompliance(
  context: OperationsContext,
  vault: OpenVault,
  audit: AuditEvidence,
): Promise<ComplianceFacts> {
  const { byId, damaged } = await policiesOf(context, vault)
  return {
    vaultId: vault.facts.vaultId,
    vault: vault.facts.name,
    now: instantOf(context.world.ports.clock),
    isEncrypted: vault.facts.encryption !== 'none',
    audit,
    databases: evidenceOf(vault.catalog, { byId, hasDamaged: damaged.length > 0 }),
  }
}
