import { assertNever } from '../../base/assert-never.ts'
import type { Evidence, Mend } from '../compliance/compliance-report.ts'
import { dutyYears, recoveryTestMonths, type Requirement, type Verdict } from '../compliance/requirement.ts'
import type { RetentionHorizon } from '../compliance/retention-horizon.ts'
import { formatCount } from './format-count.ts'
import { formatMoment } from './format-moment.ts'
import { listWords } from './list-words.ts'

/** What is required, as a heading. */
export const requirementTitles: Readonly<Record<Requirement, string>> = {
  retention: `Retention of ${dutyYears} years`,
  encryption: 'Encryption at rest',
  audit: 'Audit log',
  off_site_copy: 'Off-site copy',
  recovery_test: `Recovery test every ${recoveryTestMonths} months`,
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'met',
  not_met: 'not met',
  not_known: 'not known',
}

const ruleWords: Readonly<Record<RetentionHorizon['rule'], string>> = {
  days: 'by the days that it keeps whole',
  daily: 'by its daily points',
  weekly: 'by its weekly points',
  monthly: 'by its monthly points',
  yearly: 'by its yearly points',
}

const daysInYear = 365.25

function horizonText(years: number): string {
  if (years === 1) return '1 year'
  if (years > 1) return `${Math.floor(years * 10) / 10} years`
  const days = Math.floor(years * daysInYear)
  return days >= 60 ? `${Math.floor(years * 12)} months` : `${days} days`
}

const broughtBackBy = { drill: 'a drill', restore: 'a restore' } as const

/** What a verdict rests on, as one sentence. */
export function evidenceText(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'kept_by_policy': {
      const { years, rule } = evidence.horizon
      const sure =
        years === 0 ? 'nothing is sure to be kept' : `an archive is sure to be kept ${horizonText(years)}`
      return `By its policy “${evidence.policy}” ${sure}${years === 0 ? '' : `, ${ruleWords[rule]}`}; ${dutyYears} years are due.`
    }
    case 'policy_rests':
      return `The policy “${evidence.policy}” rests: nothing new is taken.`
    case 'no_policy':
      return 'No policy says how long its backups are kept, nor takes any.'
    case 'policy_unreadable':
      return 'The policy that it names can’t be read.'
    case 'vault_encrypted':
      return 'Every backup is encrypted with AES-256-GCM under a key of its own.'
    case 'vault_not_encrypted':
      return 'The vault is not encrypted: whoever can read the folder can read the backups.'
    case 'stored_readable':
      return `${formatCount(evidence.count)} of its backups ${evidence.count === 1 ? 'is' : 'are'} stored readable: ${listWords(evidence.files)}.`
    case 'nothing_stored':
      return 'Nothing of it is stored yet.'
    case 'audit_whole':
      return `The audit log’s ${formatCount(evidence.entries)} entries were found whole at ${formatMoment(evidence.checkedAt)}.`
    case 'audit_broken':
      return `At ${formatMoment(evidence.checkedAt)} the audit log was found changed: ${evidence.detail}.`
    case 'audit_not_known':
      return evidence.detail === null
        ? 'The audit log was never verified.'
        : `The audit log could not be verified: ${evidence.detail}.`
    case 'no_destination':
      return 'There is no destination: every copy lies in this vault.'
    case 'brought_back':
      return `It was brought back and proved by ${broughtBackBy[evidence.by]} at ${formatMoment(evidence.at)}.`
    case 'brought_back_long_ago':
      return `It was last brought back and proved by ${broughtBackBy[evidence.by]} at ${formatMoment(evidence.at)}: more than ${recoveryTestMonths} months ago.`
    case 'never_brought_back':
      return 'It was never brought back.'
    case 'drill_red':
      return `The drill of ${formatMoment(evidence.at)} did not bring it back.`
    default:
      return assertNever(evidence, 'kind of evidence')
  }
}

/** The one change that would mend it, as an instruction. */
export function mendText(mend: Mend): string {
  switch (mend.kind) {
    case 'keep_yearly':
      return `Let the policy “${mend.policy}” keep ${mend.yearly} yearly points: the year that is not over counts as one.`
    case 'apply_policy':
      return mend.policy === null
        ? `Apply a policy that keeps ${dutyYears + 1} yearly points.`
        : `Apply the policy “${mend.policy}”.`
    case 'enable_policy':
      return `Resume the policy “${mend.policy}”.`
    case 'repair_policy':
      return 'Apply a policy that can be read.'
    case 'new_encrypted_vault':
      return 'Create an encrypted vault and register the database there; this one is kept until its backups have outlived their duty.'
    case 'back_up_encrypted':
      return 'Take a new backup without --no-encryption, and remove the readable ones when they may go.'
    case 'verify_audit':
      return 'Verify the audit log.'
    case 'look_at_audit':
      return 'Look at the place that the verification names, and at who could write there.'
    case 'add_destination':
      return 'Add a destination outside of this machine.'
    case 'drill':
      return 'Drill the newest backup.'
    case 'look_at_drill':
      return 'Look at what the drill found, and take a full backup.'
    default:
      return assertNever(mend, 'kind of mend')
  }
}
