import { Button, Modal } from '@mantine/core'
import { useState } from 'react'

import type { CleanUpPlan } from '../../../shared/domain/retention/prune-views.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useCleanUp, useCleanUpPlans } from '../../state/use-retention.ts'
import { setView, useViewStore } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'
import { CleanUpDatabase } from './clean-up-database.tsx'
import { goingOf, wantedCleanUps } from './clean-up-wish.ts'

/** The dialog that cleans up now, open from anywhere. */
export function CleanUpNow() {
  const isOpen = useViewStore((view) => view.isCleaningUp)
  const close = (): void => setView({ isCleaningUp: false })
  return (
    <Modal opened={isOpen} onClose={close} title="Clean up now" size={640}>
      {isOpen && <AskedPlans onClose={close} />}
    </Modal>
  )
}

function AskedPlans({ onClose }: { readonly onClose: () => void }) {
  const { data: plans, error, isFetching, refetch } = useCleanUpPlans()
  if (error !== null) return <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
  if (plans === undefined || isFetching) return <SkeletonLines count={5} />
  return <ShownPlans plans={plans} onClose={onClose} />
}

interface ShownPlansProps {
  readonly plans: readonly CleanUpPlan[]
  readonly onClose: () => void
}

function ShownPlans({ plans, onClose }: ShownPlansProps) {
  const [agreed, setAgreed] = useState<ReadonlySet<string>>(new Set())
  const cleanUp = useCleanUp()
  const wanted = wantedCleanUps(plans, agreed)
  const going = goingOf(wanted)
  const ending = wanted.reduce((sum, { plan }) => sum + plan.ending.length, 0)
  const agree = (databaseId: string, hasAgreed: boolean): void => {
    const others = [...agreed].filter((id) => id !== databaseId)
    setAgreed(new Set(hasAgreed ? [...others, databaseId] : others))
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted.length > 0) cleanUp.mutate(wanted, { onSuccess: onClose })
      }}
    >
      <p aria-live="polite">
        <strong>
          {going.count === 0
            ? 'No backup would be set aside.'
            : `${countOf(going.count, 'backup')}, ${formatBytes(going.bytes)} would be set aside.`}
        </strong>
        {ending > 0 &&
          ` ${countOf(ending, 'backup')} set aside earlier would end for good, ${ending === 1 ? 'its key' : 'their keys'} destroyed.`}
        {going.count > 0 && ' What is set aside can be put back until its grace is over.'}
      </p>
      {plans.map((plan) => (
        <CleanUpDatabase
          key={plan.databaseId}
          plan={plan}
          hasAgreed={agreed.has(plan.databaseId)}
          onAgree={(hasAgreed) => agree(plan.databaseId, hasAgreed)}
        />
      ))}
      {cleanUp.error !== null && <FaultNotice fault={readFault(cleanUp.error)} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose} data-autofocus>
          {wanted.length === 0 ? 'Close' : 'Cancel'}
        </Button>
        {wanted.length > 0 && (
          <ActButton act="retention.run" type="submit" color="red" loading={cleanUp.isPending}>
            Clean up {countOf(wanted.length, 'database')}
          </ActButton>
        )}
      </div>
    </form>
  )
}
