import { ActionIcon, Select } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'

import { backupLabels, backupTypes } from '../../../../shared/domain/backup-record.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useCronView } from '../../../state/use-policies.ts'
import { labelWords, typeWords } from '../../../text/backup-words.ts'
import { cadenceOf } from './cadence.ts'
import { CadenceFields } from './cadence-fields.tsx'
import { CronExplained } from './cron-explained.tsx'
import type { DraftSchedule } from './policy-draft.ts'

const types = backupTypes.map((value) => ({ value, label: typeWords[value] }))
/** What a schedule can be labelled; the others say that a person, or a change, asked for it. */
const labels = backupLabels
  .filter((label) => label !== 'manual' && label !== 'preupdate')
  .map((value) => ({ value, label: labelWords[value] }))

interface ScheduleFieldsProps {
  readonly schedule: DraftSchedule
  /** From 1. */
  readonly number: number
  readonly timeZone: string
  /** A complete system is always made of fulls. */
  readonly isSystem: boolean
  readonly isTwice: boolean
  readonly onChange: (schedule: DraftSchedule) => void
  /** Whether it is one that the program can run; null: not known yet. */
  readonly onKnown: (key: string, isRight: boolean | null) => void
  readonly onRemove: () => void
}

/** One schedule: what is taken, why, and when, with its words and next runs as they are typed. */
export function ScheduleFields(props: ScheduleFieldsProps) {
  const { schedule, number, timeZone, isSystem, onChange, onKnown } = props
  const { key, type, label, cron } = schedule
  const [isFree, setIsFree] = useState(cadenceOf(cron).kind === 'cron')
  const { data: view, error, isPlaceholderData, refetch } = useCronView(cron, timeZone)
  const explainedBy = useId()
  const name = `Schedule ${number}`
  const isRight = view === undefined || isPlaceholderData ? null : view.words !== null
  useEffect(() => onKnown(key, isRight), [onKnown, key, isRight])
  return (
    <li className="schedule" aria-label={name}>
      <Select
        aria-label={`${name}: type`}
        data={types}
        value={type}
        disabled={isSystem}
        onChange={(next) => next !== null && onChange({ ...schedule, type: next })}
        allowDeselect={false}
        w={128}
      />
      <Select
        aria-label={`${name}: label`}
        data={labels}
        value={label}
        onChange={(next) => next !== null && onChange({ ...schedule, label: next })}
        allowDeselect={false}
        w={124}
      />
      <CadenceFields
        name={name}
        cron={cron}
        isFree={isFree}
        explainedBy={explainedBy}
        onChange={(next, isNowFree) => {
          setIsFree(isNowFree)
          onChange({ ...schedule, cron: next })
        }}
      />
      <ActionIcon
        className="schedule-remove"
        aria-label={`Remove schedule ${number}`}
        onClick={props.onRemove}
      >
        <IconTrash size={15} />
      </ActionIcon>
      <div className="schedule-words">
        {error === null ? (
          <CronExplained id={explainedBy} cron={cron} timeZone={timeZone} view={view} />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
        {props.isTwice && (
          <p className="is-failed small" role="alert">
            Another schedule is the same.
          </p>
        )}
      </div>
    </li>
  )
}
