import {
  checkNames,
  concludeValidation,
  type CheckName,
  type CheckOutcome,
  type Validation,
} from '../../../shared/domain/validation.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'

/** A database and what its checks came to. */
export interface Validated {
  readonly database: string
  readonly validation: Validation
}

function joinCheck(all: readonly Validated[], name: CheckName): CheckOutcome {
  const of = all.map(({ database, validation }) => ({ database, check: validation.checks[name] }))
  const failed = of.filter(({ check }) => check.status === 'failed')
  const durationMs = of.reduce((sum, { check }) => sum + check.durationMs, 0)
  if (failed.length > 0) {
    const detail = failed.map(({ database, check }) => `${database}: ${check.detail}`).join('; ')
    return { status: 'failed', detail, durationMs }
  }
  const passed = of.filter(({ check }) => check.status === 'passed')
  if (passed.length === 0)
    return { status: 'not_applicable', detail: 'it applied to no database', durationMs }
  return { status: 'passed', detail: `passed for ${countOf(passed.length, 'database')}`, durationMs }
}

/** One verdict on several databases together: a check that failed for one has failed. */
export function joinValidations(checkedAt: string, all: readonly Validated[]): Validation {
  const checks = Object.fromEntries(checkNames.map((name) => [name, joinCheck(all, name)]))
  return concludeValidation(checkedAt, checks as Record<CheckName, CheckOutcome>, null)
}
