import { Input } from '@mantine/core'
import type { ReactNode } from 'react'

import { isAbsolutePath } from '../../text/path-words.ts'

interface PathInputProps {
  readonly label: string
  readonly description?: ReactNode
  readonly value: string
  readonly onChange: (path: string) => void
  /** Whether a dialog that opens gives it the focus. */
  readonly isFirst?: boolean
  /** The buttons beside the input, on its own line whatever is said above and below it. */
  readonly children: ReactNode
}

/** A path that is typed, and what can be done with it. */
export function PathInput({ label, description, value, onChange, isFirst, children }: PathInputProps) {
  const isRelative = value !== '' && !isAbsolutePath(value.trim())
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={isRelative ? 'Give the whole path, from the root on.' : null}
      size="xs"
    >
      <div className="path-input">
        <Input
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={isRelative}
          size="xs"
          styles={{ input: { fontFamily: 'var(--hf-mono)' } }}
          spellCheck={false}
          autoComplete="off"
          {...(isFirst === true ? { 'data-autofocus': true } : {})}
        />
        {children}
      </div>
    </Input.Wrapper>
  )
}
