import { Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'

import {
  beginCadence,
  type Cadence,
  cadenceKinds,
  cadenceOf,
  cronOf,
  evenHours,
  evenMinutes,
  readTime,
} from './cadence.ts'
import { CountField } from './count-field.tsx'

const dayWords = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** As a calendar shows them: from Monday. */
const dayOrder = [1, 2, 3, 4, 5, 6, 0]

interface CadenceFieldsProps {
  /** Names the fields: `Schedule 1`. */
  readonly name: string
  readonly cron: string
  /** The person writes the expression, whatever it says. */
  readonly isFree: boolean
  readonly explainedBy: string
  readonly onChange: (cron: string, isFree: boolean) => void
}

/** When something is taken: by a choice, or as a cron expression. */
export function CadenceFields({ name, cron, isFree, explainedBy, onChange }: CadenceFieldsProps) {
  const known = cadenceOf(cron)
  const cadence: Cadence = isFree ? { kind: 'cron' } : known
  const put = (next: Cadence): void => onChange(cronOf(next) ?? cron, next.kind === 'cron')
  return (
    <div className="cadence">
      <Select
        aria-label={`${name}: when`}
        data={[...cadenceKinds]}
        value={cadence.kind}
        onChange={(kind) => kind !== null && put(beginCadence(kind, known))}
        allowDeselect={false}
        w={160}
      />
      {'at' in cadence && (
        <TimeField name={name} value={cadence.at} onChange={(at) => put({ ...cadence, at })} />
      )}
      {cadence.kind === 'weekly' && (
        <DaysField name={name} value={cadence.days} onChange={(days) => put({ ...cadence, days })} />
      )}
      {cadence.kind === 'monthly' && (
        <CountField
          aria-label={`${name}: day of the month`}
          prefix="day "
          value={cadence.day}
          min={1}
          max={31}
          onChange={(day) => put({ ...cadence, day })}
          w={90}
        />
      )}
      {(cadence.kind === 'hours' || cadence.kind === 'minutes') && (
        <Select
          aria-label={`${name}: every so many ${cadence.kind}`}
          data={(cadence.kind === 'hours' ? evenHours : evenMinutes).map((every) => ({
            value: String(every),
            label: `every ${every} ${cadence.kind === 'hours' ? 'h' : 'min'}`,
          }))}
          value={String(cadence.every)}
          onChange={(every) => every !== null && put({ ...cadence, every: Number(every) })}
          allowDeselect={false}
          w={130}
        />
      )}
      {cadence.kind === 'cron' && (
        <TextInput
          aria-label={`${name}: cron expression`}
          aria-describedby={explainedBy}
          value={cron}
          onChange={(event) => onChange(event.currentTarget.value, true)}
          placeholder="minute hour day month weekday"
          spellCheck={false}
          autoComplete="off"
          maxLength={200}
          w={210}
          styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 12 } }}
        />
      )}
    </div>
  )
}

interface PartProps<T> {
  readonly name: string
  readonly value: T
  readonly onChange: (value: T) => void
}

function TimeField({ name, value, onChange }: PartProps<string>) {
  /** Null: nothing is being typed. */
  const [typed, setTyped] = useState<string | null>(null)
  const read = typed === null ? value : readTime(typed)
  return (
    <TextInput
      aria-label={`${name}: time`}
      placeholder="HH:MM"
      value={typed ?? value}
      error={read === null}
      onChange={(event) => {
        const next = event.currentTarget.value
        const time = readTime(next)
        setTyped(next)
        if (time !== null) onChange(time)
      }}
      onBlur={() => setTyped(null)}
      maxLength={5}
      spellCheck={false}
      autoComplete="off"
      w={68}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
    />
  )
}

function DaysField({ name, value, onChange }: PartProps<readonly number[]>) {
  return (
    <Checkbox.Group
      aria-label={`${name}: days of the week`}
      value={value.map(String)}
      onChange={(days) => days.length > 0 && onChange(days.map(Number).toSorted((a, b) => a - b))}
    >
      <div className="row cadence-days">
        {dayOrder.map((day) => (
          <Checkbox key={day} value={String(day)} label={dayWords[day]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
