import { useLocation } from 'wouter'

import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Unknown } from '../../../components/unknown.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useBackup } from '../../../state/use-answers.ts'
import { useStartSchemaCopy } from '../../../state/use-content.ts'
import { isAbsolutePath } from '../../../text/path-words.ts'
import { PathField } from '../../paths/path-field.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { ActButton } from '../../access/act-button.tsx'
import type { SchemaChoice } from './schema-steps.ts'

interface NewFileStepProps {
  readonly choice: SchemaChoice
  readonly onPath: (path: string) => void
  readonly onBack: () => void
}

/** Where the empty copy is made, what it will hold, and its start. */
export function NewFileStep({ choice, onPath, onBack }: NewFileStepProps) {
  const { databaseId, backupId, path } = choice
  const [, go] = useLocation()
  const { data: backup } = useBackup(backupId)
  const start = useStartSchemaCopy()
  const isReady = isAbsolutePath(path)
  const submit = (): void =>
    start.mutate(
      { databaseId, backupId, targetPath: path },
      { onSuccess: (jobId) => go(`/recovery/job/${jobId}`, { replace: true }) },
    )
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) submit()
      }}
    >
      <h2>Where is the empty copy made?</h2>
      <PathField
        label="Path of the new database"
        description="Nothing may be there: no file is replaced."
        mode="save"
        value={path}
        onChange={onPath}
      />
      <dl className="plan">
        <dt>Schema of</dt>
        <dd>
          {backup === undefined ? (
            <Unknown why="The backup is being asked for" />
          ) : (
            <span className="num">
              {backup.database} as observed at {formatMoment(backup.takenAt)}
            </span>
          )}
        </dd>
        <dt>Is made</dt>
        <dd>
          {backup !== undefined && `${countOf(backup.tableCount, 'table')}, without rows, `}with its indexes,
          views and triggers. What can’t be made here is left out, and the reason is said.
        </dd>
        <dt>Stays safe</dt>
        <dd>Every backup and every other file; the database itself is not opened.</dd>
        <dt>Takes</dt>
        <dd>
          <Unknown why="The time of a schema copy is not estimated: it depends on the number of objects, not on size" />{' '}
          <span className="soft">not estimated: it depends on the number of objects, not on the size</span>
        </dd>
      </dl>
      {start.error !== null && <FaultNotice fault={readFault(start.error)} />}
      <StepFoot note={<span className="soft">Cancelling leaves nothing at the path.</span>} onBack={onBack}>
        <ActButton
          act="partial.startSchemaCopy"
          type="submit"
          size="sm"
          disabled={!isReady}
          loading={start.isPending}
        >
          Make the copy
        </ActButton>
      </StepFoot>
    </form>
  )
}
