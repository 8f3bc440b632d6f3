import { subjectText, type AccessRules } from '../../../shared/domain/access/access-rules.ts'
import type { AccessView, OwnAccess } from '../../../shared/domain/access/access-views.ts'
import { roleWords } from '../../../shared/domain/words/role-words.ts'
import { faultLines } from './print-fault.ts'
import { printable, tableOf } from './print-table.ts'

interface Row {
  readonly who: string
  readonly role: string
}

function rowsOf({ grants, others }: AccessRules): readonly Row[] {
  const named = grants.map((grant) => ({ who: subjectText(grant), role: grant.role as string }))
  const rest = named.length === 0 ? 'everybody' : 'everybody else'
  return [...named, { who: rest, role: others ?? '-' }]
}

function ownLine({ user, role }: OwnAccess): string {
  return `You are ${printable(user)}: ${role === null ? 'no role' : `${role}, who ${roleWords[role]}`}.\n`
}

const keptWords =
  'Roles are kept by Holdfast: who has the key and may write the folder can go around them. Give viewers a folder that they can only read.\n'

/** Who may do what. */
export function accessText({ rules, own, isSealed }: AccessView): string {
  const table = tableOf(
    [
      { title: 'WHO', value: ({ who }: Row) => who },
      { title: 'ROLE', value: ({ role }) => role },
    ],
    rowsOf(rules),
  )
  const unsealed = isSealed
    ? ''
    : 'The vault is not encrypted: whoever may write the folder can change the roles unnoticed.\n'
  const problem = own.problem === null ? '' : `${faultLines(own.problem)}\n`
  return `${problem}${table}${ownLine(own)}${keptWords}${unsealed}`
}
