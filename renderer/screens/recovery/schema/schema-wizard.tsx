import { useReducer } from 'react'

import { useDatabase } from '../../../state/use-answers.ts'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { WhatStep } from '../steps/what-step.tsx'
import { WhenStep } from '../steps/when-step.tsx'
import { NewFileStep } from './new-file-step.tsx'
import { advanceSchema, beginSchema, schemaRecovery, type SchemaStep } from './schema-steps.ts'

interface SchemaWizardProps {
  readonly databaseId: string
  readonly backupId: string
}

/** The choices of an empty copy. Nothing is done, and nothing kept, until it is started. */
export function SchemaWizard(props: SchemaWizardProps) {
  const [choice, tell] = useReducer(advanceSchema, props, (begin) =>
    beginSchema(begin.databaseId, begin.backupId),
  )
  const { data: database } = useDatabase(choice.databaseId)
  const go = (step: SchemaStep): void => tell({ kind: 'went_to', step })
  const name = database === undefined || choice.step === 'what' ? 'a database' : database.name
  return (
    <RecoveryFrame
      scenario={schemaRecovery}
      at={choice.step}
      sentence={`Makes an empty database with the schema of ${name}.`}
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
        <NewFileStep
          choice={choice}
          onPath={(path) => tell({ kind: 'path_typed', path })}
          onBack={() => go('when')}
        />
      )}
    </RecoveryFrame>
  )
}
