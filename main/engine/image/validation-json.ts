import {
  checkNames,
  type CheckName,
  type CheckOutcome,
  type Validation,
} from '../../../shared/domain/validation.ts'
import { instantPattern, type JsonFields } from './json-fields.ts'
import type { Json } from './sealed-json.ts'

/** A validation as it is written: its members always in the same order. */
export function validationToJson(validation: Validation): Json {
  const checks = checkNames.map((name): [CheckName, Json] => {
    const { status, detail, durationMs } = validation.checks[name]
    return [name, { status, detail, durationMs }]
  })
  return { status: validation.status, checkedAt: validation.checkedAt, checks: Object.fromEntries(checks) }
}

function outcomeFrom(fields: JsonFields): CheckOutcome {
  return {
    status: fields.oneOf('status', ['passed', 'failed', 'not_applicable']),
    detail: fields.text('detail'),
    durationMs: fields.count('durationMs'),
  }
}

/** Reads what `validationToJson` wrote. Throws SealError. */
export function validationFrom(fields: JsonFields): Validation {
  const checks = fields.object('checks')
  const outcomes = checkNames.map((name): [CheckName, CheckOutcome] => [
    name,
    outcomeFrom(checks.object(name)),
  ])
  return {
    status: fields.oneOf('status', ['passed', 'failed']),
    checkedAt: fields.text('checkedAt', instantPattern),
    checks: Object.fromEntries(outcomes) as Record<CheckName, CheckOutcome>,
  }
}
