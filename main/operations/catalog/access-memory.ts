import { isDeepStrictEqual } from 'node:util'

import type { AccessRules } from '../../../shared/domain/access/access-rules.ts'
import type { MarkRows } from './mark-rows.ts'

/** Where the rules of access that were seen last are remembered; it outlives a rebuilt catalog. */
export const accessMark = 'access'

/** The rules that were seen last in this vault; null: none ever were. */
export function rulesIn(marks: MarkRows): AccessRules | null {
  const text = marks.get(accessMark)
  return text === null ? null : (JSON.parse(text) as AccessRules)
}

/** Takes rules that were read, or are written, for the newest ones. */
export function rememberRules(marks: MarkRows, rules: AccessRules): void {
  if (!isDeepStrictEqual(rulesIn(marks), rules)) marks.set(accessMark, JSON.stringify(rules))
}
