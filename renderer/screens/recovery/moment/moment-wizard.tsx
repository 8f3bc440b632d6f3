import { useReducer } from 'react'

import { useDatabase } from '../../../state/use-answers.ts'
import { PlanStep } from '../plan/plan-step.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { WhatStep } from '../steps/what-step.tsx'
import { WhereStep } from '../steps/where-step.tsx'
import { MomentStep } from '../timeline/moment-step.tsx'
import { advanceMoment, beginMoment, momentRecovery, type MomentStepName } from './moment-steps.ts'

/** The choices of a point-in-time recovery. Nothing is done, and nothing kept, until its plan is started. */
export function MomentWizard({ databaseId }: { readonly databaseId: string }) {
  const [choice, tell] = useReducer(advanceMoment, databaseId, beginMoment)
  const { data: database } = useDatabase(choice.databaseId)
  const go = (step: MomentStepName): void => tell({ kind: 'went_to', step })
  const name = database === undefined || choice.step === 'what' ? 'a database' : database.name
  return (
    <RecoveryFrame
      scenario={momentRecovery}
      at={choice.step}
      sentence={`Brings ${name} back as it was at a moment.`}
      onGo={go}
    >
      {choice.step === 'what' && (
        <WhatStep onChoose={(id) => tell({ kind: 'database_chosen', databaseId: id })} />
      )}
      {choice.step === 'when' && (
        <MomentStep
          databaseId={choice.databaseId}
          at={choice.at}
          onWish={(at) => tell({ kind: 'moment_wished', at })}
          onChoose={({ askedFor }) => tell({ kind: 'moment_chosen', at: askedFor })}
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
          question={{
            databaseId: choice.databaseId,
            at: choice.at,
            ...(choice.place === 'other_file' ? { targetPath: choice.otherPath } : {}),
          }}
          confirmation={choice}
          tell={tell}
          runPath={(jobId) => `${momentRecovery.path}/job/${jobId}`}
          onBack={() => go('where')}
        />
      )}
    </RecoveryFrame>
  )
}
