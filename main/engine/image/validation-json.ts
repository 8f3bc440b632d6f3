import {
  checkNames,
  integrityExtents,
  type CheckName,
  type CheckOutcome,
  type IntegrityCheck,
  type Validation,
} from '../../../shared/domain/validation.ts'
import { instantPattern, sha256Pattern, type JsonFields } from './json-fields.ts'
import type { Json } from './sealed-json.ts'

function integrityToJson(integrity: IntegrityCheck | null): Json {
  if (integrity === null) return null
  const { extent, root, checkedAt } = integrity
  return { extent, root, checkedAt }
}

/** A validation as it is written: its members always in the same order. */
export function validationToJson(validation: Validation): Json {
  const checks = checkNames.map((name): [CheckName, Json] => {
    const { status, detail, durationMs } = validation.checks[name]
    return [name, { status, detail, durationMs }]
  })
  return {
    status: validation.status,
    checkedAt: validation.checkedAt,
    integrity: integrityToJson(validation.integrity),
    checks: Object.fromEntries(checks),
  }
}

function outcomeFrom(fields: JsonFields): CheckOutcome {
  return {
    status: fields.oneOf('status', ['passed', 'failed', 'not_applicable']),
    detail: fields.text('detail'),
    durationMs: fields.count('durationMs'),
  }
}

function integrityFrom(fields: JsonFields): IntegrityCheck {
  return {
    extent: fields.oneOf('extent', integrityExtents),
    root: fields.text('root', sha256Pattern),
    checkedAt: fields.text('checkedAt', instantPattern),
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
    integrity: fields.isNull('integrity') ? null : integrityFrom(fields.object('integrity')),
    checks: Object.fromEntries(outcomes) as Record<CheckName, CheckOutcome>,
  }
}
