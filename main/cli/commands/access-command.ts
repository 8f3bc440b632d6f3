import {
  subjectFrom,
  subjectText,
  withGrant,
  type AccessRules,
} from '../../../shared/domain/access/access-rules.ts'
import { roles, type Role } from '../../../shared/domain/access/role.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { mendRules, saveRules } from '../../operations/access/change-rules.ts'
import { viewAccess } from '../../operations/access/view-access.ts'
import { accessText } from '../output/access-text.ts'
import { jsonError } from '../output/print-fault.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function roleFrom(text: string): Role {
  const role = roles.find((one) => one === text)
  if (role !== undefined) return role
  throw new FaultError({ code: 'WRONG_USE', detail: `a role is ${roles.join(', ')}; not "${text}"` })
}

async function show(session: Session, options: GlobalOptions): Promise<ExitStatus> {
  const view = await viewAccess(session.operations)
  const { rules, own, isSealed } = view
  const json = {
    revision: rules.revision,
    grants: rules.grants,
    others: rules.others,
    you: { user: own.user, groups: own.groups, role: own.role },
    sealed: isSealed,
    ...(own.problem === null ? {} : { error: jsonError(own.problem) }),
  }
  answer(session, options, json, () => accessText(view))
  return exitStatus.done
}

/** `access`: who may do what in the vault. */
export function accessCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'access.view')
    return show(session, options)
  })
}

function change(
  terminal: Terminal,
  options: GlobalOptions,
  facts: { readonly name: string; readonly role: string },
  wanted: (rules: AccessRules) => AccessRules,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'access.save', facts)
    const { rules } = await viewAccess(session.operations)
    await saveRules(session.operations, wanted(rules))
    return show(session, options)
  })
}

/** `access set WHO ROLE`. */
export function accessSetCommand(
  terminal: Terminal,
  who: string,
  roleText: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  const role = roleFrom(roleText)
  const facts = { name: who, role }
  return change(terminal, options, facts, (rules) => withGrant(rules, subjectFrom(who), role))
}

/** `access remove WHO`: from then on everybody else's role holds. */
export function accessRemoveCommand(
  terminal: Terminal,
  who: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return change(terminal, options, { name: who, role: 'others' }, (rules) => {
    const isNamed = rules.grants.some((grant) => subjectText(grant) === who)
    if (!isNamed) throw new FaultError({ code: 'ACCESS_REFUSED', problems: [`"${who}" is not named in it`] })
    return withGrant(rules, subjectFrom(who), null)
  })
}

/** `access others ROLE|none`. */
export function accessOthersCommand(
  terminal: Terminal,
  roleText: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  const others = roleText === 'none' ? null : roleFrom(roleText)
  return change(terminal, options, { name: 'others', role: roleText }, (rules) => ({ ...rules, others }))
}

/** `access mend`: writes damaged rules anew. */
export function accessMendCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'access.mend')
    await mendRules(session.operations)
    return show(session, options)
  })
}
