import { NativeSelect } from '@mantine/core'

import { roles, type Role } from '../../../shared/domain/access/role.ts'
import { useWhyNot } from '../../state/use-access.ts'
import { roleTitle } from '../../text/role-words.ts'

const none = 'none'

interface RoleSelectProps {
  readonly label: string
  readonly role: Role | null
  /** Whether it can be none. */
  readonly canBeNone?: boolean
  readonly isBusy: boolean
  readonly onChange: (role: Role | null) => void
}

/** Chooses a role; off where the user is no administrator. */
export function RoleSelect({ label, role, canBeNone = false, isBusy, onChange }: RoleSelectProps) {
  const why = useWhyNot('access.save')
  const data = [
    ...(canBeNone ? [{ value: none, label: 'None: can’t open it' }] : []),
    ...roles.map((value) => ({ value, label: roleTitle(value) })),
  ]
  return (
    <NativeSelect
      aria-label={label}
      data={data}
      value={role ?? none}
      disabled={isBusy || why !== null}
      title={why ?? undefined}
      onChange={({ currentTarget: { value } }) => onChange(roles.find((one) => one === value) ?? null)}
    />
  )
}
