import { useReducer } from 'react'

import { useDatabase } from '../../../state/use-answers.ts'
import { PlanStep } from '../plan/plan-step.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { WhatStep } from '../steps/what-step.tsx'
import { WhenStep } from '../steps/when-step.tsx'
import { WhereStep } from '../steps/where-step.tsx'
import {
  advanceComplete,
  type CompleteChoice,
  type CompleteStep,
  completeRecovery,
} from './complete-steps.ts'

/** The choices of a complete recovery. Nothing is done, and nothing kept, until its plan is started. */
export function CompleteWizard({ begin }: { readonly begin: CompleteChoice }) {
  const [choice, tell] = useReducer(advanceComplete, begin)
  const { data: database } = useDatabase(choice.databaseId)
  const go = (step: CompleteStep): void => tell({ kind: 'went_to', step })
  return (
    <RecoveryFrame
      scenario={completeRecovery}
      at={choice.step}
      sentence={
        database === undefined || choice.step === 'what'
          ? 'Brings a database back as it was when a backup was taken.'
          : `Brings ${database.name} back as it was when a backup was taken.`
      }
      onGo={go}
    >
      {choice.step === 'what' && (
        <WhatStep onChoose={(id) => tell({ kind: 'database_chosen', databaseId: id })} />
      )}
      {choice.step === 'when' && (
        <WhenStep
          databaseId={choice.databaseId}
          chosenId={choice.backupId}
          onChoose={(id) => tell({ kind: 'backup_chosen', backupId: id })}
          onBack={() => go('what')}
        />
      )}
      {choice.step === 'where' && (
        <WhereStep
          choice={choice}
          database={database}
          tell={tell}
          onBack={() => go('when')}
          onContinue={() => go('plan')}
        />
      )}
      {choice.step === 'plan' && (
        <PlanStep
          question={questionOf(choice)}
          confirmation={choice}
          tell={tell}
          runPath={(jobId) => `/recovery/job/${jobId}`}
          onBack={() => go('where')}
        />
      )}
    </RecoveryFrame>
  )
}

function questionOf({ databaseId, backupId, place, otherPath }: CompleteChoice) {
  return {
    databaseId,
    ...(backupId === '' ? {} : { backupId }),
    ...(place === 'other_file' ? { targetPath: otherPath } : {}),
  }
}
