import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { ObjectiveParts } from '../../../shared/domain/objectives/objective.ts'
import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import { objectiveDurationText } from '../../../shared/domain/objectives/parse-objective-duration.ts'
import { scenarioWords } from '../../../shared/domain/words/objective-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSaidObjectives, useSetObjective } from '../../state/use-objectives.ts'
import { type DraftName, draftNames, objectiveDraft, partsOfDraft, problemOf } from './objective-draft.ts'

interface EditObjectiveProps {
  readonly row: ObjectiveRow
  readonly onClose: () => void
}

/** Says what is promised of a database, or of its tier. */
export function EditObjective({ row, onClose }: EditObjectiveProps) {
  const { data: said, error, refetch } = useSaidObjectives(row.databaseId)
  return (
    <Modal opened onClose={onClose} title={`What is promised of ${row.database}`} size={520}>
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {said === undefined && error === null && <SkeletonLines count={6} />}
      {said !== undefined && <EditForm row={row} own={said.own} ofTier={said.ofTier} onClose={onClose} />}
    </Modal>
  )
}

interface EditFormProps extends EditObjectiveProps {
  readonly own: ObjectiveParts
  readonly ofTier: ObjectiveParts
}

function wordOf(name: DraftName): string {
  return name === 'rpo' ? 'RPO: no more than this may be lost' : `RTO: ${scenarioWords[name].toLowerCase()}`
}

function EditForm({ row, own, ofTier, onClose }: EditFormProps) {
  const [scope, setScope] = useState<'database' | 'tier'>('database')
  const [draft, setDraft] = useState(() => ({ database: objectiveDraft(own), tier: objectiveDraft(ofTier) }))
  const set = useSetObjective()
  const typed = draft[scope]
  const isUsable = draftNames.every((name) => problemOf(typed[name]) === null)
  const submit = (): void => {
    const of =
      scope === 'tier'
        ? ({ kind: 'tier', tier: row.tier } as const)
        : ({ kind: 'database', databaseId: row.databaseId } as const)
    set.mutate({ of, parts: partsOfDraft(typed) }, { onSuccess: onClose })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isUsable) submit()
      }}
    >
      <Radio.Group
        label="Promised for"
        value={scope}
        onChange={(value) => setScope(value === 'tier' ? 'tier' : 'database')}
      >
        <div className="stack stack-tight">
          <Radio value="database" label="this database" />
          <Radio value="tier" label={`every database of tier ${row.tier} that has no promise of its own`} />
        </div>
      </Radio.Group>
      {draftNames.map((name) => (
        <TextInput
          key={name}
          label={wordOf(name)}
          placeholder={placeholderOf(row, name, scope, ofTier)}
          value={typed[name]}
          error={problemOf(typed[name])}
          onChange={(event) => {
            const { value } = event.currentTarget
            setDraft((now) => ({ ...now, [scope]: { ...now[scope], [name]: value } }))
          }}
        />
      ))}
      <p className="soft small">
        A time such as 15m, 25h or 2d; none, where nothing is to be promised; empty for{' '}
        {scope === 'database' ? 'what is promised of the tier, or the default' : 'the default'}.
      </p>
      {set.error !== null && <FaultNotice fault={readFault(set.error)} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!isUsable} loading={set.isPending}>
          Promise
        </Button>
      </div>
    </form>
  )
}

/** What holds where the field is left empty. */
function placeholderOf(
  row: ObjectiveRow,
  name: DraftName,
  scope: 'database' | 'tier',
  ofTier: ObjectiveParts,
): string {
  const said = name === 'rpo' ? ofTier.rpoMs : ofTier.rtoMs[name]
  if (scope === 'database' && said !== undefined) {
    return said === null ? 'tier: none' : `tier: ${objectiveDurationText(said)}`
  }
  const promised = name === 'rpo' ? row.promised.rpo : row.promised.rto[name]
  const isDefault =
    promised.kind === 'promised' && (promised.from === 'default' || promised.from === 'schedule')
  return isDefault ? `default: ${objectiveDurationText(promised.ms)}` : 'default'
}
