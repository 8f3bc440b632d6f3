import type { Policy } from '../policies/policy.ts'
import type {
  ComplianceReport,
  DatabaseCompliance,
  Evidence,
  Finding,
  Mend,
  RequirementSum,
} from './compliance-report.ts'
import { recoveryTestMonths, requirements, worstOf, type Requirement, type Verdict } from './requirement.ts'
import { keepsLongEnough, retentionHorizon, satisfyingRules } from './retention-horizon.ts'

/** When a database was last brought back and proved equal to what was stored. */
export interface BroughtBack {
  readonly at: string
  readonly by: 'drill' | 'restore'
}

/** What a database’s compliance is judged by. */
export interface DatabaseEvidence {
  readonly databaseId: string
  readonly database: string
  /** Null: it has none. `unreadable`: it names one that can’t be read. */
  readonly policy: Policy | 'unreadable' | null
  readonly backupCount: number
  /** Backups that are stored readable; `files` names the newest of them. */
  readonly readable: { readonly count: number; readonly files: readonly string[] }
  readonly broughtBack: BroughtBack | null
  /** The newest drill with a verdict, where that was that it can’t be brought back. */
  readonly redDrillAt: string | null
}

/** What of the audit log is known. */
export type AuditEvidence =
  | { readonly state: 'whole'; readonly entries: number; readonly checkedAt: string }
  | { readonly state: 'broken'; readonly detail: string; readonly checkedAt: string }
  | { readonly state: 'not_known'; readonly detail: string | null }

/** What a vault’s compliance is judged by. */
export interface ComplianceFacts {
  readonly vaultId: string
  readonly vault: string
  readonly now: string
  readonly isEncrypted: boolean
  readonly audit: AuditEvidence
  readonly databases: readonly DatabaseEvidence[]
}

function finding(
  requirement: Requirement,
  verdict: Verdict,
  evidence: readonly Evidence[],
  mend: Mend | null,
): Finding {
  return { requirement, verdict, evidence, mend: verdict === 'met' ? null : mend }
}

function judgeRetention({ policy }: DatabaseEvidence): Finding {
  const say = (verdict: Verdict, evidence: Evidence, mend: Mend): Finding =>
    finding('retention', verdict, [evidence], mend)
  if (policy === null) return say('not_met', { kind: 'no_policy' }, { kind: 'apply_policy', policy: null })
  if (policy === 'unreadable') {
    return say('not_known', { kind: 'policy_unreadable' }, { kind: 'repair_policy' })
  }
  const { id, name, retention, isEnabled } = policy
  const kept: Evidence = { kind: 'kept_by_policy', policy: name, horizon: retentionHorizon(retention) }
  if (!keepsLongEnough(retention)) {
    const { yearly } = satisfyingRules(retention)
    return say('not_met', kept, { kind: 'keep_yearly', policyId: id, policy: name, yearly })
  }
  if (isEnabled) return finding('retention', 'met', [kept], null)
  const rests: Evidence = { kind: 'policy_rests', policy: name }
  return finding('retention', 'not_met', [kept, rests], { kind: 'enable_policy', policyId: id, policy: name })
}

function judgeEncryption({ isEncrypted }: ComplianceFacts, one: DatabaseEvidence): Finding {
  if (!isEncrypted) {
    return finding('encryption', 'not_met', [{ kind: 'vault_not_encrypted' }], {
      kind: 'new_encrypted_vault',
    })
  }
  const { count, files } = one.readable
  if (count > 0) {
    return finding('encryption', 'not_met', [{ kind: 'stored_readable', count, files }], {
      kind: 'back_up_encrypted',
    })
  }
  const nothing: readonly Evidence[] = one.backupCount === 0 ? [{ kind: 'nothing_stored' }] : []
  return finding('encryption', 'met', [{ kind: 'vault_encrypted' }, ...nothing], null)
}

function judgeAudit({ audit }: ComplianceFacts): Finding {
  switch (audit.state) {
    case 'whole': {
      const { entries, checkedAt } = audit
      return finding('audit', 'met', [{ kind: 'audit_whole', entries, checkedAt }], null)
    }
    case 'broken': {
      const { detail, checkedAt } = audit
      return finding('audit', 'not_met', [{ kind: 'audit_broken', detail, checkedAt }], {
        kind: 'look_at_audit',
      })
    }
    case 'not_known':
      return finding('audit', 'not_known', [{ kind: 'audit_not_known', detail: audit.detail }], {
        kind: 'verify_audit',
      })
    default:
      return audit satisfies never
  }
}

function judgeOffSite(): Finding {
  return finding('off_site_copy', 'not_met', [{ kind: 'no_destination' }], { kind: 'add_destination' })
}

/** So many months before a moment, by the calendar: of a day that a month does not have, its last one. */
function monthsBefore(now: string, months: number): string {
  const at = new Date(now)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() - months)
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, last))
  return at.toISOString()
}

function judgeRecoveryTest({ now }: ComplianceFacts, one: DatabaseEvidence): Finding {
  const { broughtBack, redDrillAt } = one
  if (redDrillAt !== null && (broughtBack === null || redDrillAt > broughtBack.at)) {
    return finding('recovery_test', 'not_met', [{ kind: 'drill_red', at: redDrillAt }], {
      kind: 'look_at_drill',
    })
  }
  if (broughtBack === null) {
    return finding('recovery_test', 'not_met', [{ kind: 'never_brought_back' }], { kind: 'drill' })
  }
  const isRecent = broughtBack.at >= monthsBefore(now, recoveryTestMonths)
  const kind = isRecent ? 'brought_back' : 'brought_back_long_ago'
  return finding('recovery_test', isRecent ? 'met' : 'not_met', [{ kind, ...broughtBack }], { kind: 'drill' })
}

function judgeDatabase(facts: ComplianceFacts, one: DatabaseEvidence): DatabaseCompliance {
  const findings = [
    judgeRetention(one),
    judgeEncryption(facts, one),
    judgeAudit(facts),
    judgeOffSite(),
    judgeRecoveryTest(facts, one),
  ]
  const { databaseId, database } = one
  return { databaseId, database, verdict: worstOf(findings.map(({ verdict }) => verdict)), findings }
}

/** The mend that most of those need which do not meet it; of equals the first. */
function commonMend(findings: readonly Finding[]): Mend | null {
  const counts = new Map<string, { readonly mend: Mend; count: number }>()
  for (const { mend } of findings) {
    if (mend === null) continue
    const key = JSON.stringify(mend)
    const known = counts.get(key) ?? { mend, count: 0 }
    counts.set(key, { mend, count: known.count + 1 })
  }
  const most = [...counts.values()].reduce<{ mend: Mend; count: number } | null>(
    (first, one) => (first === null || one.count > first.count ? one : first),
    null,
  )
  return most?.mend ?? null
}

function sumOf(requirement: Requirement, databases: readonly DatabaseCompliance[]): RequirementSum {
  const findings = databases.flatMap((one) => one.findings.filter((each) => each.requirement === requirement))
  const countOf = (verdict: Verdict): number => findings.filter((one) => one.verdict === verdict).length
  return {
    requirement,
    verdict: findings.length === 0 ? 'not_known' : worstOf(findings.map(({ verdict }) => verdict)),
    met: countOf('met'),
    notMet: countOf('not_met'),
    notKnown: countOf('not_known'),
    mend: commonMend(findings),
  }
}

/** Judges what a vault owes by the facts of a moment. */
export function judgeCompliance(facts: ComplianceFacts): ComplianceReport {
  const databases = facts.databases
    .map((one) => judgeDatabase(facts, one))
    .toSorted((one, other) => one.database.localeCompare(other.database))
  const sums = requirements.map((requirement) => sumOf(requirement, databases))
  return {
    vaultId: facts.vaultId,
    vault: facts.vault,
    judgedAt: facts.now,
    verdict: worstOf(sums.map(({ verdict }) => verdict)),
    sums,
    databases,
  }
}
