import { PasswordInput } from '@mantine/core'

import type { Client } from '../../../shared/contract/contract.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { RecoveryCodeField } from '../../components/recovery-code-field.tsx'
import { PathField } from '../paths/path-field.tsx'

/** A secret that a person gives for one act. */
export type TypedKey = NonNullable<Parameters<Client['keys']['test']>[0]['key']>

interface SecretFieldProps {
  readonly kind: Exclude<KeySlotKind, 'keychain'>
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Takes a secret of a kind: typed, or the file that it is in. */
export function SecretField({ kind, value, onChange }: SecretFieldProps) {
  if (kind === 'key_file') return <PathField label="Key file" mode="file" value={value} onChange={onChange} />
  if (kind === 'recovery_code') return <RecoveryCodeField value={value} onChange={onChange} />
  return (
    <PasswordInput
      label="Passphrase"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="current-password"
      data-autofocus
      visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase' }}
    />
  )
}
