import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { useClient } from '../../state/connection.tsx'
import { useSystemInfo } from '../../state/use-answers.ts'
import { PathPicker, type PickerMode } from './path-picker.tsx'

const nativeKinds = {
  folder: 'folder',
  file: 'key_file',
  databases: 'database',
  save: 'save_database',
} as const

/** Asks for a path: the host's own dialog where it has one, else the picker. `dialog` must be shown by the caller. */
export function useChoosePath(
  mode: PickerMode,
  title: string,
  onChoose: (paths: readonly string[]) => void,
): { readonly ask: (startFolder?: string) => void; readonly dialog: ReactNode } {
  const client = useClient()
  const { data: system } = useSystemInfo()
  const [startFolder, setStartFolder] = useState<string | null>(null)
  const native = useMutation({
    mutationFn: () => client.system.choosePath({ kind: nativeKinds[mode], title }),
    onSuccess: (paths) => paths !== null && paths.length > 0 && onChoose(paths),
  })
  return {
    ask: (start) => {
      if (system?.capabilities.nativeFileDialog === true) native.mutate()
      else setStartFolder(start !== undefined && start !== '' ? start : (system?.homeFolder ?? '/'))
    },
    dialog: startFolder !== null && (
      <PathPicker
        mode={mode}
        title={title}
        startFolder={startFolder}
        onClose={() => setStartFolder(null)}
        onChoose={(paths) => {
          setStartFolder(null)
          onChoose(paths)
        }}
      />
    ),
  }
}
