import { Button, Radio } from '@mantine/core'

import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { isAbsolutePath } from '../../../text/path-words.ts'
import { PathField } from '../../paths/path-field.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import type { PlaceChoice, PlaceEvent } from './place-choice.ts'

interface WhereStepProps {
  readonly choice: PlaceChoice
  readonly database: DatabaseView | undefined
  readonly tell: (event: PlaceEvent) => void
  readonly onBack: () => void
  readonly onContinue: () => void
}

/** Over the database's own file, or to another file where nothing is replaced. */
export function WhereStep({ choice, database, tell, onBack, onContinue }: WhereStepProps) {
  const isReady = choice.place === 'own_path' ? database !== undefined : isAbsolutePath(choice.otherPath)
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onContinue()
      }}
    >
      <Radio.Group
        label={<span className="radio-title">Where is it brought back to?</span>}
        value={choice.place}
        onChange={(place) => tell({ kind: 'place_chosen', place })}
      >
        <div className="stack" style={{ marginTop: 10, gap: 8 }}>
          <Radio.Card value="own_path" className="choice-card" aria-label="To its own path">
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title">To its own path</span>
              <span className="choice-line mono">{database?.path ?? ''}</span>
              <span className="choice-line soft">
                {database?.sourceExists === false
                  ? 'Nothing is there now, so nothing is replaced.'
                  : 'What is there now is replaced, after a safety backup of it and after the proof of the new content.'}
              </span>
            </span>
          </Radio.Card>
          <Radio.Card value="other_file" className="choice-card" aria-label="To another file">
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title">To another file</span>
              <span className="choice-line soft">
                The database stays as it is; the restored copy is beside it, to look at or to take rows from.
              </span>
            </span>
          </Radio.Card>
        </div>
      </Radio.Group>
      {choice.place === 'other_file' && (
        <PathField
          label="Path of the restored copy"
          mode="save"
          value={choice.otherPath}
          onChange={(path) => tell({ kind: 'path_typed', path })}
        />
      )}
      <StepFoot
        note={<span className="soft">The next step shows the plan. Nothing is done yet.</span>}
        onBack={onBack}
      >
        <Button type="submit" size="sm" disabled={!isReady}>
          Show the plan
        </Button>
      </StepFoot>
    </form>
  )
}
