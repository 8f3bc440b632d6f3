import { SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { AccessSubject, Grant } from '../../../shared/domain/access/access-rules.ts'
import type { Role } from '../../../shared/domain/access/role.ts'
import { ActButton } from './act-button.tsx'
import { RoleSelect } from './role-select.tsx'

const kinds = [
  { value: 'user', label: 'User' },
  { value: 'group', label: 'Group' },
]

interface AddGrantProps {
  readonly isBusy: boolean
  /** Answers whether it was saved. */
  readonly onAdd: (grant: Grant) => Promise<boolean>
}

/** Names one more user or group of the system. */
export function AddGrant({ isBusy, onAdd }: AddGrantProps) {
  const [kind, setKind] = useState<AccessSubject['kind']>('user')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const typed = name.trim()
  const add = async (): Promise<void> => {
    if (typed !== '' && (await onAdd({ kind, name: typed, role }))) setName('')
  }
  return (
    <form
      className="row row-wrap"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <SegmentedControl
        aria-label="What is added"
        data={kinds}
        value={kind}
        onChange={(value) => setKind(value === 'group' ? 'group' : 'user')}
      />
      <TextInput
        aria-label={kind === 'user' ? 'Name of the user' : 'Name of the group'}
        placeholder="As the system has it"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
      />
      <RoleSelect
        label="Its role"
        role={role}
        isBusy={isBusy}
        onChange={(chosen) => chosen !== null && setRole(chosen)}
      />
      <ActButton act="access.save" type="submit" variant="default" disabled={typed === ''} loading={isBusy}>
        Add
      </ActButton>
    </form>
  )
}
