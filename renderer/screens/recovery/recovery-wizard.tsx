import { useReducer } from 'react'

import { useDatabase } from '../../state/use-answers.ts'
import { PlanStep } from './plan-step.tsx'
import { RecoveryFrame } from './recovery-frame.tsx'
import { advanceRecovery, beginRecovery, stepAt, stepNumber } from './recovery-steps.ts'
import { WhatStep } from './what-step.tsx'
import { WhenStep } from './when-step.tsx'
import { WhereStep } from './where-step.tsx'

interface RecoveryWizardProps {
  /** Empty: it is chosen in the first step. */
  readonly databaseId: string
  readonly backupId: string
}

/** The choices of a complete recovery. Nothing is done, and nothing kept, until its plan is started. */
export function RecoveryWizard({ databaseId, backupId }: RecoveryWizardProps) {
  const [choice, tell] = useReducer(advanceRecovery, beginRecovery(databaseId, backupId))
  const { data: database } = useDatabase(choice.databaseId)
  return (
    <RecoveryFrame
      at={stepNumber(choice.step)}
      sentence={
        database === undefined || choice.step === 'what'
          ? 'Brings a database back as it was when a backup was taken.'
          : `Brings ${database.name} back as it was when a backup was taken.`
      }
      onGo={(number) => {
        const step = stepAt(number)
        if (step !== undefined) tell({ kind: 'went_to', step })
      }}
    >
      {choice.step === 'what' && (
        <WhatStep onChoose={(id) => tell({ kind: 'database_chosen', databaseId: id })} />
      )}
      {choice.step === 'when' && (
        <WhenStep
          databaseId={choice.databaseId}
          chosenId={choice.backupId}
          onChoose={(id) => tell({ kind: 'backup_chosen', backupId: id })}
        />
      )}
      {choice.step === 'where' && <WhereStep choice={choice} database={database} tell={tell} />}
      {choice.step === 'plan' && <PlanStep choice={choice} tell={tell} />}
    </RecoveryFrame>
  )
}
