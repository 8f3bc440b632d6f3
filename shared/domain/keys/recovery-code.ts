/** Crockford's digits: no I, L, O and U, so that what is written by hand is read as it was meant. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Groups of a recovery code. Each has four random characters and one that checks them: 140 random bits in all. */
export const recoveryCodeGroups = 7
const randomInGroup = 4
const groupLength = randomInGroup + 1

/** Characters of a recovery code, without what stands between its groups. */
export const recoveryCodeLength = recoveryCodeGroups * groupLength
/** Random characters of a recovery code, 5 bits each. */
export const recoveryCodeRandomCount = recoveryCodeGroups * randomInGroup

/** Doubles in the field of 32 elements (x^5 + x^2 + 1). */
function doubled(value: number): number {
  const next = value << 1
  return next > 31 ? next ^ 0b100101 : next
}

/**
 * The character that checks a group. Each place has a weight of its own, so one wrong character is always found, and so are two that
 * changed places; the number of the group is weighed in, so groups that changed places are found as well.
 */
function checkOf(group: number, values: readonly number[]): number {
  return doubled(values.reduce((sum, value) => doubled(sum) ^ value, group + 1))
}

/** Writes a code of `recoveryCodeRandomCount` random numbers from 0 to 31. */
export function writeRecoveryCode(random: readonly number[]): string {
  const groups = Array.from({ length: recoveryCodeGroups }, (_, group) => {
    const values = random.slice(group * randomInGroup, (group + 1) * randomInGroup)
    return [...values, checkOf(group, values)].map((value) => digits[value]).join('')
  })
  return groups.join('-')
}

/** What was typed as a recovery code. */
export type ReadRecoveryCode =
  /** Every group fits its check. `code` is in its one form: capitals, groups joined by hyphens. */
  | { readonly kind: 'read'; readonly code: string }
  /** `groups` (the first is 1) do not fit their checks; empty where so many characters are no code at all. */
  | { readonly kind: 'mistyped'; readonly groups: readonly number[]; readonly characters: number }

function meant(text: string): string {
  return text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}

/** Groups as they were typed where they are told apart, so that a character too few is found where it is missing. */
function groupsOf(text: string): readonly string[] {
  const typed = meant(text)
    .split(/[\s\-\u2010-\u2015.,:]+/)
    .filter((one) => one !== '')
  if (typed.length === recoveryCodeGroups) return typed
  return typed.join('').match(/.{1,5}/gsu) ?? []
}

function fits(group: string, at: number): boolean {
  const values = Array.from(group, (one) => digits.indexOf(one))
  if (values.length !== groupLength || values.includes(-1)) return false
  return checkOf(at, values.slice(0, randomInGroup)) === values[randomInGroup]
}

/** Reads a code as people type it: small letters, O for 0, I and L for 1, whatever stands between the groups. Says which group is mistyped. */
export function readRecoveryCode(text: string): ReadRecoveryCode {
  const groups = groupsOf(text)
  const characters = groups.join('').length
  const wrong = groups.flatMap((group, at) => (fits(group, at) ? [] : [at + 1]))
  if (groups.length === recoveryCodeGroups && wrong.length === 0)
    return { kind: 'read', code: groups.join('-') }
  const areCounted = groups.length === recoveryCodeGroups
  return { kind: 'mistyped', groups: areCounted ? wrong : [], characters }
}
