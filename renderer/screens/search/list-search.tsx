import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'

import { useShortcutTargets } from '../../state/shortcut-targets.ts'

interface ListSearchProps {
  /** The field's name: what is searched. */
  readonly label: string
  /** What of a row is searched. */
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** The search field of a list. `/` goes to it; Enter leaves it to the rows it found; Escape clears and leaves it. */
export function ListSearch({ label, placeholder, value, onChange }: ListSearchProps) {
  const field = useRef<HTMLInputElement>(null)
  const goTo = (): void => {
    field.current?.focus()
    field.current?.select()
  }
  useShortcutTargets({ search: goTo })
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') onChange('')
    if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
  }
  const clear = (): void => {
    onChange('')
    field.current?.focus()
  }
  return (
    <TextInput
      ref={field}
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={
        value === '' ? null : (
          <ActionIcon size={20} aria-label="Clear the search" onClick={clear}>
            <IconX size={13} />
          </ActionIcon>
        )
      }
      spellCheck={false}
      autoComplete="off"
      w={280}
    />
  )
}
