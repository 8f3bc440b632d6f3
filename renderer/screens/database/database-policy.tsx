import { useState } from 'react'
import { Link } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { PlannedRun } from '../policies/planned-run.tsx'
import { ApplyPolicy } from '../policies/apply/apply-policy.tsx'
import { ActButton } from '../access/act-button.tsx'

/** What a database is protected by, and its next run; where nothing runs by itself, that it is so. */
export function DatabasePolicy({ database }: { readonly database: DatabaseView }) {
  const [isApplying, setIsApplying] = useState(false)
  const permits = useVaultPermits()
  return (
    <span className="row row-wrap database-policy">
      <PolicyWords database={database} />
      <ActButton
        act="policies.apply"
        variant="subtle"
        size="compact-xs"
        disabled={!permits.canBackUp}
        onClick={() => setIsApplying(true)}
      >
        {database.policyId === undefined ? 'Apply a policy' : 'Change'}
      </ActButton>
      {isApplying && <ApplyPolicy databases={[database]} onClose={() => setIsApplying(false)} />}
    </span>
  )
}

function PolicyWords({ database }: { readonly database: DatabaseView }) {
  const { policy, policyId, nextRunAt } = database
  if (policyId === undefined)
    return <span className="is-at-risk">None: nothing is taken of it by itself</span>
  if (policy === null)
    return <span className="is-at-risk">Can’t be read: nothing is taken of it by itself</span>
  return (
    <>
      <Link href={`/settings/policies/${policyId}`}>{policy}</Link>
      <span className="soft">
        next run <PlannedRun at={nextRunAt} none="Its policy is off, or has no run to come" />
      </span>
    </>
  )
}
