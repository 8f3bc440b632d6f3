import { Button, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'

import { folderOf, isAbsolutePath } from '../../text/path-words.ts'
import type { PickerMode } from './path-picker.tsx'
import { useChoosePath } from './use-choose-path.tsx'

interface PathFieldProps {
  readonly label: string
  readonly description?: ReactNode
  readonly mode: Exclude<PickerMode, 'databases'>
  readonly value: string
  readonly onChange: (path: string) => void
}

/** A path typed or chosen. */
export function PathField({ label, description, mode, value, onChange }: PathFieldProps) {
  const { ask, dialog } = useChoosePath(mode, label, (paths) => onChange(paths[0] ?? value))
  const isRelative = value !== '' && !isAbsolutePath(value)
  return (
    <>
      <div className="path-field">
        <TextInput
          label={label}
          description={description}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={isRelative ? 'Give the whole path, from the root on.' : null}
          styles={{ root: { flex: 1 }, input: { fontFamily: 'var(--hf-mono)' } }}
          spellCheck={false}
          autoComplete="off"
        />
        <Button variant="default" onClick={() => ask(mode === 'folder' ? value : folderOf(value))}>
          Browse
        </Button>
      </div>
      {dialog}
    </>
  )
}
