import { ActionIcon, Button, NumberInput, Select, TagsInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'

import type { AlertKind, Severity } from '../../../shared/domain/alerts/escalation-matrix.ts'
import { alertKindWords } from '../../../shared/domain/words/alert-kind-words.ts'
import { CountField } from '../policies/editor/count-field.tsx'
import { newKey, type RuleDraft, type StepRow } from './escalation-draft.ts'

const severities: readonly { readonly value: Severity; readonly label: string }[] = [
  { value: 'CRITICAL', label: 'CRITICAL: at any hour' },
  { value: 'WARNING', label: 'WARNING: waits in quiet hours' },
]
const mostSteps = 50
const mostMinutes = 100_000
const nextStepMinutes = 30

interface RuleFieldsProps {
  readonly kind: AlertKind
  readonly rule: RuleDraft
  readonly roles: readonly string[]
  readonly onChange: (rule: RuleDraft) => void
}

/** How one kind of alert climbs: who is told after how long, while nobody answers. */
export function RuleFields({ kind, rule, roles, onChange }: RuleFieldsProps) {
  const { severity, steps } = rule
  const words = alertKindWords[kind]
  const put = (step: StepRow): void =>
    onChange({ ...rule, steps: steps.map((one) => (one.key === step.key ? step : one)) })
  const add = (): void => {
    const afterMinutes = (steps.at(-1)?.afterMinutes ?? -nextStepMinutes) + nextStepMinutes
    onChange({ ...rule, steps: [...steps, { key: newKey(), afterMinutes, roles: [], repeatMinutes: null }] })
  }
  return (
    <fieldset className="rule">
      <legend className="visually-hidden">{words}</legend>
      <div className="row row-wrap">
        <h3>{words}</h3>
        <Select
          aria-label={`${words}: severity`}
          data={[...severities]}
          value={severity}
          onChange={(next) => next !== null && onChange({ ...rule, severity: next })}
          allowDeselect={false}
          className="push"
          w={240}
        />
      </div>
      <ol className="schedules">
        {steps.map((step, n) => (
          <StepFields
            key={step.key}
            name={`${words}, step ${n + 1}`}
            step={step}
            roles={roles}
            onChange={put}
            onRemove={() => onChange({ ...rule, steps: steps.filter((one) => one !== step) })}
          />
        ))}
      </ol>
      <Button
        variant="default"
        className="policy-add"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        aria-label={`${words}: add a step`}
        disabled={steps.length >= mostSteps}
        onClick={add}
      >
        Add a step
      </Button>
    </fieldset>
  )
}

interface StepFieldsProps {
  readonly name: string
  readonly step: StepRow
  readonly roles: readonly string[]
  readonly onChange: (step: StepRow) => void
  readonly onRemove: () => void
}

function StepFields({ name, step, roles, onChange, onRemove }: StepFieldsProps) {
  return (
    <li className="schedule" aria-label={name}>
      <CountField
        aria-label={`${name}: after so many minutes`}
        prefix="after "
        suffix=" min"
        value={step.afterMinutes}
        min={0}
        max={mostMinutes}
        onChange={(afterMinutes) => onChange({ ...step, afterMinutes })}
        w={124}
      />
      <TagsInput
        size="xs"
        aria-label={`${name}: roles`}
        placeholder={step.roles.length === 0 ? 'Roles' : ''}
        data={[...roles]}
        value={[...step.roles]}
        onChange={(next) => onChange({ ...step, roles: next })}
        className="person-part"
      />
      <NumberInput
        aria-label={`${name}: again each so many minutes`}
        placeholder="told once"
        prefix="again each "
        suffix=" min"
        value={step.repeatMinutes ?? ''}
        min={1}
        max={mostMinutes}
        allowDecimal={false}
        allowNegative={false}
        onChange={(next) =>
          onChange({ ...step, repeatMinutes: typeof next === 'number' && next >= 1 ? next : null })
        }
        w={160}
      />
      <ActionIcon className="schedule-remove" aria-label={`${name}: remove`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </li>
  )
}
