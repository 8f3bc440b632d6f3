import { NumberInput } from '@mantine/core'

import {
  healthRuleMost,
  healthRuleNames,
  healthRulesOfDatabases,
  saidHealthRules,
  type HealthRules,
} from '../../../../shared/domain/policies/health-rules.ts'
import { healthRuleDefaults, healthRuleTitles } from '../../../../shared/domain/words/health-rules-words.ts'

interface HealthFieldsProps {
  readonly value: HealthRules
  /** The complete system has fewer. */
  readonly isSystem: boolean
  readonly onChange: (rules: HealthRules | undefined) => void
}

/** From when on health degrades for what has this policy; an empty field leaves it to the schedules and the settings. */
export function HealthFields({ value, isSystem, onChange }: HealthFieldsProps) {
  const rules = healthRuleNames.filter((rule) => !isSystem || !healthRulesOfDatabases.has(rule))
  return (
    <>
      <div className="retention-group">
        {rules.map((rule) => (
          <NumberInput
            key={rule}
            label={healthRuleTitles[rule]}
            placeholder={healthRuleDefaults[rule]}
            value={value[rule] ?? ''}
            min={1}
            max={healthRuleMost[rule]}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="strict"
            onChange={(next) =>
              onChange(saidHealthRules({ ...value, [rule]: typeof next === 'number' ? next : undefined }))
            }
          />
        ))}
      </div>
      <p className="soft small">
        From when on health is degraded. What is left empty follows the schedules and the settings.
      </p>
    </>
  )
}
