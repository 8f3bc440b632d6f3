import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { NextRun } from '../../components/next-run.tsx'
import { useSchedules } from '../../state/use-policies.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { schedulesState } from '../../text/schedule-words.ts'
import { ApplyPolicy } from '../policies/apply/apply-policy.tsx'

/** What a database is protected by, and its next run; where nothing runs by itself, that it is so. */
export function DatabasePolicy({ database }: { readonly database: DatabaseView }) {
  const { data: schedules } = useSchedules()
  const [isApplying, setIsApplying] = useState(false)
  const permits = useVaultPermits()
  return (
    <span className="row row-wrap database-policy">
      <PolicyWords database={database} schedules={schedules} />
      <Button
        variant="subtle"
        size="compact-xs"
        disabled={!permits.canBackUp}
        onClick={() => setIsApplying(true)}
      >
        {database.policyId === undefined ? 'Apply a policy' : 'Change'}
      </Button>
      {isApplying && <ApplyPolicy databases={[database]} onClose={() => setIsApplying(false)} />}
    </span>
  )
}

interface PolicyWordsProps {
  readonly database: DatabaseView
  /** Undefined while it is not known who acts. */
  readonly schedules: SchedulesView | undefined
}

function PolicyWords({ database, schedules }: PolicyWordsProps) {
  const { policy, policyId, nextRunAt } = database
  if (policyId === undefined)
    return <span className="is-at-risk">None: nothing is taken of it by itself</span>
  if (policy === null)
    return <span className="is-at-risk">Can’t be read: nothing is taken of it by itself</span>
  const state = schedules && schedulesState(schedules)
  return (
    <>
      <Link href={`/settings/policies/${policyId}`}>{policy}</Link>
      {state === 'nobody' || state === 'paused' ? (
        <Link href="/settings/policies" className="is-at-risk">
          {state === 'paused' ? 'schedules are paused' : 'no program runs it'}
        </Link>
      ) : (
        <span className="soft">
          next run <NextRun at={nextRunAt} none="Its policy is off, or has no run to come" />
        </span>
      )}
    </>
  )
}
