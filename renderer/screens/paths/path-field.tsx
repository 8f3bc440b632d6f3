import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

import { folderOf } from '../../text/path-words.ts'
import { PathInput } from './path-input.tsx'
import type { PickerMode } from './path-picker.tsx'
import { useChoosePath } from './use-choose-path.tsx'

interface PathFieldProps {
  readonly label: string
  readonly description?: ReactNode
  readonly mode: Exclude<PickerMode, 'databases'>
  readonly value: string
  readonly onChange: (path: string) => void
  /** What stands beside the field besides its own button. */
  readonly children?: ReactNode
}

/** A path typed or chosen. */
export function PathField({ label, description, mode, value, onChange, children }: PathFieldProps) {
  const { ask, dialog } = useChoosePath(mode, label, (paths) => onChange(paths[0] ?? value))
  return (
    <>
      <PathInput label={label} description={description} value={value} onChange={onChange}>
        <Button variant="default" onClick={() => ask(mode === 'folder' ? value : folderOf(value))}>
          Browse
        </Button>
        {children}
      </PathInput>
      {dialog}
    </>
  )
}
