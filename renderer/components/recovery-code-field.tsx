import { TextInput } from '@mantine/core'

import { listWords } from '../../shared/domain/words/list-words.ts'
import {
  readRecoveryCode,
  recoveryCodeGroups,
  recoveryCodeLength,
} from '../../shared/domain/keys/recovery-code.ts'

interface RecoveryCodeFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** What is wrong so far: groups that are whole and do not fit. One that is still being typed is not wrong. */
function problemOf(value: string): string | null {
  const read = readRecoveryCode(value)
  if (read.kind === 'read' || read.groups.length === 0 || read.characters < recoveryCodeLength) return null
  const which = listWords(read.groups.map(String))
  return read.groups.length === 1
    ? `Group ${which} does not fit its check character: compare it with the page`
    : `Groups ${which} do not fit their check characters: compare them with the page`
}

/** Takes a recovery code as it is typed, and says which group is mistyped. */
export function RecoveryCodeField({ value, onChange }: RecoveryCodeFieldProps) {
  return (
    <TextInput
      label="Recovery code"
      description={`${recoveryCodeGroups} groups; small letters and capitals are the same`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={problemOf(value)}
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: 'mono' }}
      data-autofocus
    />
  )
}
