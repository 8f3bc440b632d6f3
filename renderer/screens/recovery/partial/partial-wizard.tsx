import { useReducer } from 'react'

import { useDatabase } from '../../../state/use-answers.ts'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { WhatStep } from '../steps/what-step.tsx'
import { MomentStep } from '../timeline/moment-step.tsx'
import { advancePartial, beginPartial, partialRecovery, type PartialStep } from './partial-steps.ts'
import { PreviewStep } from './preview-step.tsx'
import { WhichStep } from './which-step.tsx'

interface PartialWizardProps {
  readonly databaseId: string
  readonly backupId: string
}

/** The choices of a partial recovery. Nothing is done, and nothing kept, until it is started in the preview. */
export function PartialWizard(props: PartialWizardProps) {
  const [choice, tell] = useReducer(advancePartial, props, (begin) =>
    beginPartial(begin.databaseId, begin.backupId),
  )
  const { data: database } = useDatabase(choice.databaseId)
  const go = (step: PartialStep): void => tell({ kind: 'went_to', step })
  const name = database === undefined || choice.step === 'what' ? 'a database' : database.name
  return (
    <RecoveryFrame
      scenario={partialRecovery}
      at={choice.step}
      sentence={`Brings rows or tables of ${name} back; all else stays as it is.`}
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
          onChoose={({ askedFor, point }) =>
            tell({ kind: 'point_chosen', at: askedFor, backupId: point.backupId })
          }
          onBack={() => go('what')}
        />
      )}
      {choice.step === 'which' && (
        <WhichStep
          backupId={choice.backupId}
          tables={choice.tables}
          tell={tell}
          onBack={() => go('when')}
          onContinue={() => go('preview')}
        />
      )}
      {choice.step === 'preview' && <PreviewStep choice={choice} tell={tell} onBack={() => go('which')} />}
    </RecoveryFrame>
  )
}
