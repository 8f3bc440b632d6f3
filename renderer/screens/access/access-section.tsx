import {
  subjectText,
  withGrant,
  type AccessRules,
  type Grant,
} from '../../../shared/domain/access/access-rules.ts'
import type { AccessView } from '../../../shared/domain/access/access-views.ts'
import { roles } from '../../../shared/domain/access/role.ts'
import { roleWords } from '../../../shared/domain/words/role-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useAccess, useSaveAccess } from '../../state/use-access.ts'
import { roleTitle } from '../../text/role-words.ts'
import { ActButton } from './act-button.tsx'
import { AddGrant } from './add-grant.tsx'
import { RoleSelect } from './role-select.tsx'
import { RolesProblem } from './roles-problem.tsx'

/** Who may do what in the vault, for everybody to see and an administrator to change. */
export function AccessSection() {
  const { data, error, refetch } = useAccess()
  if (data !== undefined) return <LoadedAccess view={data} />
  return error === null ? (
    <SkeletonLines count={6} />
  ) : (
    <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
  )
}

function LoadedAccess({ view: { rules, own, isSealed } }: { readonly view: AccessView }) {
  const save = useSaveAccess()
  const change = (changed: AccessRules): Promise<boolean> =>
    save.mutateAsync(changed).then(
      () => true,
      () => false,
    )
  return (
    <section className="section" aria-label="Access">
      <div className="section-head">
        <h2>Who may do what</h2>
        <span className="section-note">
          You are {own.user}: {roleTitle(own.role).toLowerCase()}
        </span>
      </div>
      {own.problem !== null && <RolesProblem fault={own.problem} />}
      {save.error !== null && <FaultNotice fault={readFault(save.error)} />}
      <table className="policies access-roles" aria-label="Roles">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col" colSpan={2}>
              Role
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.grants.map((grant) => (
            <GrantLine
              key={subjectText(grant)}
              grant={grant}
              isBusy={save.isPending}
              onChange={(role) => void change(withGrant(rules, grant, role))}
            />
          ))}
          <tr>
            <th scope="row">{rules.grants.length === 0 ? 'Everybody who can open it' : 'Everybody else'}</th>
            <td colSpan={2}>
              <RoleSelect
                label="Role of everybody else"
                role={rules.others}
                canBeNone
                isBusy={save.isPending}
                onChange={(others) => void change({ ...rules, others })}
              />
            </td>
          </tr>
        </tbody>
      </table>
      <AddGrant isBusy={save.isPending} onAdd={(grant) => change(withGrant(rules, grant, grant.role))} />
      <ul className="line-list soft small">
        {roles.map((role) => (
          <li key={role}>
            {roleTitle(role)}: {roleWords[role]}
          </li>
        ))}
      </ul>
      <p className="soft small">
        Who is named more than once, as a user and by groups, has the highest of those roles. Roles are kept
        by Holdfast and hold from the next action on. Who has the key and may write the vault’s folder can go
        around them: give viewers a folder that they can only read.
        {!isSealed &&
          ' The vault is not encrypted: whoever may write the folder can change the roles unnoticed.'}
      </p>
    </section>
  )
}

interface GrantLineProps {
  readonly grant: Grant
  readonly isBusy: boolean
  /** Null: named no more. */
  readonly onChange: (role: Grant['role'] | null) => void
}

function GrantLine({ grant, isBusy, onChange }: GrantLineProps) {
  const { kind, name, role } = grant
  return (
    <tr>
      <th scope="row">
        {name} {kind === 'group' && <span className="soft small">group</span>}
      </th>
      <td>
        <RoleSelect label={`Role of ${subjectText(grant)}`} role={role} isBusy={isBusy} onChange={onChange} />
      </td>
      <td className="is-right">
        <ActButton
          act="access.save"
          variant="subtle"
          size="compact-xs"
          disabled={isBusy}
          aria-label={`Remove ${subjectText(grant)}`}
          onClick={() => onChange(null)}
        >
          Remove
        </ActButton>
      </td>
    </tr>
  )
}
