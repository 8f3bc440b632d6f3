import { Button, TagsInput, TextInput } from '@mantine/core'

import { CountField } from './count-field.tsx'
import { HealthFields } from './health-fields.tsx'
import { TimeZoneField } from './time-zone-field.tsx'
import { type FormDraft, hasTwice, newSchedule } from './policy-draft.ts'
import { RetentionFields } from './retention-fields.tsx'
import { ScheduleFields } from './schedule-fields.tsx'

const mostSchedules = 20

interface PolicyFieldsProps {
  readonly form: FormDraft
  readonly nameProblem: string | null
  readonly tiers: readonly string[]
  readonly onChange: (part: Partial<FormDraft>) => void
  readonly onScheduleKnown: (key: string, isRight: boolean | null) => void
}

/** Everything that a policy says. */
export function PolicyFields(props: PolicyFieldsProps) {
  const { form, onChange } = props
  return (
    <>
      <section className="section policy-section">
        <h2>Policy</h2>
        <TextInput
          label="Name"
          value={form.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          error={props.nameProblem}
          maxLength={100}
          autoComplete="off"
          maw={420}
        />
        {form.scope === 'databases' && (
          <TagsInput
            size="xs"
            label="Tiers"
            description="Databases of these tiers get it when they are registered"
            placeholder={form.tiers.length === 0 ? 'core, cache, …' : ''}
            data={[...props.tiers]}
            value={[...form.tiers]}
            onChange={(tiers) => onChange({ tiers })}
            maw={420}
          />
        )}
      </section>
      <SchedulesSection {...props} />
      <section className="section policy-section">
        <h2>How long it is kept</h2>
        <RetentionFields value={form.retention} onChange={(retention) => onChange({ retention })} />
      </section>
      <section className="section policy-section">
        <h2>Health</h2>
        <HealthFields
          value={form.health ?? {}}
          isSystem={form.scope === 'system'}
          onChange={(health) => onChange({ health })}
        />
      </section>
      <section className="section policy-section">
        <h2>Order and destinations</h2>
        <CountField
          label="Priority"
          description="Where several are due at once, 1 goes first and 9 last"
          value={form.priority}
          min={1}
          max={9}
          onChange={(priority) => onChange({ priority })}
          maw={280}
        />
        <TagsInput
          size="xs"
          label="Destinations"
          description="Names of places that its backups are to be sent to. They are kept here; sending begins once such destinations are set up."
          value={[...form.destinations]}
          onChange={(destinations) => onChange({ destinations })}
          maw={420}
        />
      </section>
    </>
  )
}

function SchedulesSection({ form, onChange, onScheduleKnown }: PolicyFieldsProps) {
  const { schedules, timeZone, scope } = form
  return (
    <section className="section policy-section">
      <h2>What is taken, and when</h2>
      <TimeZoneField value={timeZone} onChange={(zone) => onChange({ timeZone: zone })} />
      {schedules.length === 0 && (
        <p className="soft">Nothing: without a schedule nothing is taken by itself.</p>
      )}
      <ul className="schedules">
        {schedules.map((schedule, n) => (
          <ScheduleFields
            key={schedule.key}
            schedule={schedule}
            number={n + 1}
            timeZone={timeZone}
            isSystem={scope === 'system'}
            isTwice={hasTwice(form, schedule)}
            onChange={(next) => onChange({ schedules: schedules.with(n, next) })}
            onKnown={onScheduleKnown}
            onRemove={() => onChange({ schedules: schedules.toSpliced(n, 1) })}
          />
        ))}
      </ul>
      <Button
        variant="default"
        className="policy-add"
        disabled={schedules.length >= mostSchedules}
        onClick={() =>
          onChange({
            schedules: [...schedules, newSchedule({ type: 'full', label: 'daily', cron: '0 6 * * *' })],
          })
        }
      >
        Add a schedule
      </Button>
    </section>
  )
}
