import { mayAct, type Role } from './role.ts'

/** A user of the operating system, or a group of its users, by its name there. */
export interface AccessSubject {
  readonly kind: 'user' | 'group'
  readonly name: string
}

/** Which role somebody has in a vault. */
export interface Grant extends AccessSubject {
  readonly role: Role
}

/** Who may do what in a vault. */
export interface AccessRules {
  /** One more with each change; 0: nobody ever said anything. */
  readonly revision: number
  /** Each subject once, in their order. */
  readonly grants: readonly Grant[]
  /** The role of everybody who is named neither as a user nor by a group; null: none, they can't even look. */
  readonly others: Role | null
}

/** Somebody whose role is asked for. */
export interface AccessUser {
  readonly user: string
  readonly groups: readonly string[]
}

/** What holds in a vault that says nothing: whoever can open it may everything. */
export const openAccess: AccessRules = {
  revision: 0,
  grants: [],
  others: 'administrator',
}

const longestName = 256
const mostGrants = 10_000

/** The role that somebody has by these rules: the highest of those that name the user or one of the user's groups, else that of others. */
export function roleByRules({ grants, others }: AccessRules, { user, groups }: AccessUser): Role | null {
  const named = grants.filter(({ kind, name }) => (kind === 'user' ? name === user : groups.includes(name)))
  return named.reduce<Role | null>(
    (highest, { role }) => (mayAct(highest, role) ? highest : role),
    named.length === 0 ? others : null,
  )
}

/** How a subject is written: `jane`, or `@operators` for a group. */
export function subjectText({ kind, name }: AccessSubject): string {
  return kind === 'user' ? name : `@${name}`
}

/** The subject that is written so. */
export function subjectFrom(text: string): AccessSubject {
  return text.startsWith('@') ? { kind: 'group', name: text.slice(1) } : { kind: 'user', name: text }
}

function nameProblem(subject: AccessSubject): string | null {
  const { kind, name } = subject
  const isName = name.trim() === name && name !== '' && name.length <= longestName && !/\p{Cc}/u.test(name)
  return isName && !(kind === 'user' && name.startsWith('@'))
    ? null
    : `"${name}" can’t be the name of a ${kind}`
}

/** What is wrong with rules that `by` is to save, in words that end a sentence; empty: nothing. */
export function accessProblems(rules: AccessRules, by: AccessUser): readonly string[] {
  const { grants, others } = rules
  const names = grants.map((grant) => nameProblem(grant)).filter((problem) => problem !== null)
  const texts = new Set(grants.map(subjectText))
  const twice = texts.size === grants.length ? [] : ['somebody is named twice']
  const many = grants.length <= mostGrants ? [] : [`it names more than ${mostGrants} users and groups`]
  const hasAdministrator = grants.some(({ kind, role }) => kind === 'user' && role === 'administrator')
  const nobody =
    hasAdministrator || others === 'administrator'
      ? []
      : ['no user would be administrator: nobody could change it any more']
  const isLeft = roleByRules(rules, by) === 'administrator'
  const self = isLeft
    ? []
    : [`${by.user} would no longer be administrator, and who changes it has to stay one`]
  return [...names, ...twice, ...many, ...nobody, ...self]
}

function inOrder(grants: readonly Grant[]): readonly Grant[] {
  return grants.toSorted((one, other) => {
    if (one.kind !== other.kind) return one.kind === 'user' ? -1 : 1
    return one.name < other.name ? -1 : 1
  })
}

/** The rules with another role for somebody; null: named no more. */
export function withGrant(rules: AccessRules, subject: AccessSubject, role: Role | null): AccessRules {
  const { kind, name } = subject
  const left = rules.grants.filter((one) => one.kind !== kind || one.name !== name)
  return { ...rules, grants: inOrder(role === null ? left : [...left, { kind, name, role }]) }
}
