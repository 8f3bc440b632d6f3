import type { Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { printable } from './print-table.ts'

/** An error in JSON. */
export interface JsonError {
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** A fault as JSON says it. */
export function jsonError(fault: Fault): JsonError {
  const { message, remedy } = faultText(fault)
  return { code: fault.code, message, remedy }
}

/** A fault as a person reads it: what happened, what was not harmed, what to do next. */
export function faultLines(fault: Fault): string {
  const { title, message, unharmed, remedy } = faultText(fault)
  const rest = [message, unharmed ?? '', remedy].filter((line) => line !== '')
  return `${[`${title} [${fault.code}]`, ...rest.map((line) => `  ${printable(line)}`)].join('\n')}\n`
}
