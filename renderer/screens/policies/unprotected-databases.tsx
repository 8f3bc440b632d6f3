import { useState } from 'react'
import { Link } from 'wouter'

import type { PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { ApplyPolicy } from './apply/apply-policy.tsx'

/** Rows shown; the dialog for all of them has the rest. */
const most = 6

interface UnprotectedDatabasesProps {
  readonly databases: readonly DatabaseView[]
  readonly policies: readonly PolicyView[]
}

/** Databases without a policy, each with the action that gives it one. */
export function UnprotectedDatabases({ databases, policies }: UnprotectedDatabasesProps) {
  const [chosen, setChosen] = useState<readonly DatabaseView[]>([])
  const permits = useVaultPermits()
  const canApply = permits.canBackUp && policies.some(({ scope }) => scope === 'databases')
  if (databases.length === 0) return null
  return (
    <section className="section" aria-label="Databases without a policy">
      <div className="section-head">
        <h2>Without a policy</h2>
        <span className="section-note">
          {countOf(databases.length, 'database')}: nothing is taken of{' '}
          {databases.length === 1 ? 'it' : 'them'} by itself
        </span>
        {databases.length > 1 && (
          <ActButton
            act="policies.apply"
            variant="default"
            className="push"
            disabled={!canApply}
            onClick={() => setChosen(databases)}
          >
            Apply a policy to all
          </ActButton>
        )}
      </div>
      <ul className="line-list">
        {databases.slice(0, most).map((database) => (
          <li key={database.id} className="needs-line">
            <StateMark state="at_risk" word="No policy" isBare />
            <Link href={`/database/${database.id}`} className="grid-name ellipsis">
              {database.name}
            </Link>
            <span className="soft ellipsis">tier {database.tier}</span>
            <ActButton
              act="policies.apply"
              variant="default"
              disabled={!canApply}
              onClick={() => setChosen([database])}
              aria-label={`Apply a policy to ${database.name}`}
            >
              Apply a policy
            </ActButton>
          </li>
        ))}
      </ul>
      {databases.length > most && (
        <p className="soft small">and {countOf(databases.length - most, 'more database')}</p>
      )}
      {chosen.length > 0 && <ApplyPolicy databases={chosen} onClose={() => setChosen([])} />}
    </section>
  )
}
