import { useReducer } from 'react'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  confirmPlan,
  unconfirmed,
  type Confirmation,
  type ConfirmationEvent,
} from '../recovery/plan/confirm-plan.ts'
import { PlanStep } from '../recovery/plan/plan-step.tsx'

const decided = (known: Confirmation, event: ConfirmationEvent): Confirmation => ({
  ...known,
  ...confirmPlan(event),
})

/** Back to the pre-update backup: the plan of its restore, confirmed by the database's name as every restore is. */
export function RollBack({ backup, onBack }: { readonly backup: StoredBackup; readonly onBack: () => void }) {
  const [confirmation, tell] = useReducer(decided, unconfirmed)
  return (
    <section className="section" aria-label="Roll back">
      <PlanStep
        question={{ databaseId: backup.databaseId, backupId: backup.id }}
        confirmation={confirmation}
        tell={tell}
        runPath={(jobId) => `/recovery/job/${jobId}`}
        onBack={onBack}
      />
    </section>
  )
}
