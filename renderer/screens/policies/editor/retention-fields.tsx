import type { RetentionRules } from '../../../../shared/domain/policies/policy.ts'
import { besidesSentence, retentionLabels, retentionSentence } from '../../../text/retention-sentence.ts'
import { CountField } from './count-field.tsx'

/** A number that switches nothing off; the others may be 0. */
const leastOne: ReadonlySet<keyof RetentionRules> = new Set(['newest', 'fulls'])
const most = 100_000

const groups: readonly { readonly word: string; readonly rules: readonly (keyof RetentionRules)[] }[] = [
  { word: 'Recovery points', rules: ['days', 'daily', 'weekly', 'monthly', 'yearly', 'newest', 'fulls'] },
  { word: 'Beside them', rules: ['preUpdateDays', 'schemas'] },
]

interface RetentionFieldsProps {
  readonly value: RetentionRules
  readonly onChange: (rules: RetentionRules) => void
}

/** How long backups are kept, in numbers and in the sentence that they make. 0 switches a rule off. */
export function RetentionFields({ value, onChange }: RetentionFieldsProps) {
  return (
    <>
      <p aria-live="polite" className="retention-sentence">
        {retentionSentence(value)} <span className="soft">{besidesSentence(value)}</span>
      </p>
      {groups.map(({ word, rules }) => (
        <fieldset key={word} className="retention-group">
          <legend className="visually-hidden">{word}</legend>
          {rules.map((rule) => (
            <CountField
              key={rule}
              label={retentionLabels[rule]}
              value={value[rule]}
              min={leastOne.has(rule) ? 1 : 0}
              max={most}
              onChange={(next) => onChange({ ...value, [rule]: next })}
            />
          ))}
        </fieldset>
      ))}
      <p className="soft small">
        0 switches a rule off. A pinned backup, one under hold, the last proved one and what a kept one needs
        are never removed.
      </p>
    </>
  )
}
