import { Select, TextInput } from '@mantine/core'

import { auditResults, type AuditResult } from '../../../../shared/domain/audit/audit-entry.ts'
import type { AuditFilter } from '../../../../shared/domain/audit/audit-views.ts'
import { auditResultWords } from '../../../../shared/domain/audit/audit-words.ts'

/** What is looked for, as it is chosen. Empty: everything. */
export interface AuditChoice {
  readonly search: string
  readonly user: string
  readonly act: string
  readonly result: string
  readonly days: string
}

export const everything: AuditChoice = { search: '', user: '', act: '', result: '', days: '' }

const acts = [
  { value: '', label: 'Everything' },
  { value: 'job.', label: 'Jobs' },
  { value: 'backups.', label: 'Backups asked for' },
  { value: 'restore.', label: 'Restores asked for' },
  { value: 'retention.', label: 'Clean-ups, pins, holds' },
  { value: 'databases.', label: 'Registrations' },
  { value: 'policies.', label: 'Policies' },
  { value: 'schedules.', label: 'Schedules' },
  { value: 'drills.', label: 'Drills' },
  { value: 'alerts.', label: 'Alerts' },
  { value: 'channels.', label: 'Channels' },
  { value: 'look.', label: 'Contents looked at' },
  { value: 'vault.', label: 'The vault' },
  { value: 'audit.', label: 'The audit log' },
]

const results = [
  { value: '', label: 'Any result' },
  ...auditResults.map((value) => ({ value, label: auditResultWords[value] })),
]

const times = [
  { value: '', label: 'Any time' },
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '365', label: 'Last year' },
]

const dayMs = 86_400_000

function isResult(word: string): word is AuditResult {
  return auditResults.some((one) => one === word)
}

/** What is asked for. The moment is cut to a minute, so that a question stays the same question. */
export function filterOf({ search, user, act, result, days }: AuditChoice, nowMs: number): AuditFilter {
  const from = new Date(Math.floor(nowMs / 60_000) * 60_000 - Number(days) * dayMs).toISOString()
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(user.trim() !== '' && { user: user.trim() }),
    ...(act !== '' && { act }),
    ...(isResult(result) && { result }),
    ...(days !== '' && { from }),
  }
}

interface AuditFiltersProps {
  readonly choice: AuditChoice
  readonly onChoice: (choice: AuditChoice) => void
}

/** Search, who, what, result and time. */
export function AuditFilters({ choice, onChoice }: AuditFiltersProps) {
  const change = (part: Partial<AuditChoice>): void => onChoice({ ...choice, ...part })
  return (
    <>
      <TextInput
        aria-label="Search the audit log"
        placeholder="Search"
        value={choice.search}
        onChange={(event) => change({ search: event.currentTarget.value })}
      />
      <TextInput
        aria-label="Who"
        placeholder="Who"
        className="audit-who"
        value={choice.user}
        onChange={(event) => change({ user: event.currentTarget.value })}
      />
      <Select
        className="audit-choice"
        aria-label="What"
        data={acts}
        value={choice.act}
        allowDeselect={false}
        onChange={(act) => change({ act: act ?? '' })}
      />
      <Select
        className="audit-choice"
        aria-label="Result"
        data={results}
        value={choice.result}
        allowDeselect={false}
        onChange={(result) => change({ result: result ?? '' })}
      />
      <Select
        className="audit-choice"
        aria-label="Time"
        data={times}
        value={choice.days}
        allowDeselect={false}
        onChange={(days) => change({ days: days ?? '' })}
      />
    </>
  )
}
