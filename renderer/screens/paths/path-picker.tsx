import { Button, Modal, TextInput } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'

import type { FolderEntry } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useFolder } from '../../state/use-answers.ts'
import { joinPath } from '../../text/path-words.ts'
import { FolderEntries } from './folder-entries.tsx'

/** What is picked: a folder, one file, several databases, or a name for a new file. */
export type PickerMode = 'folder' | 'file' | 'databases' | 'save'

interface PathPickerProps {
  readonly mode: PickerMode
  readonly title: string
  readonly startFolder: string
  readonly onChoose: (paths: readonly string[]) => void
  readonly onClose: () => void
}

/** Walks the folders of the machine that Holdfast runs on, in every host the same. */
export function PathPicker({ mode, title, startFolder, onChoose, onClose }: PathPickerProps) {
  const [folder, setFolder] = useState(startFolder)
  const [typed, setTyped] = useState(startFolder)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [name, setName] = useState('')
  const { data, error, isFetching, refetch } = useFolder(folder)
  const go = (path: string): void => {
    setFolder(path)
    setTyped(path)
  }
  const press = (entry: FolderEntry): void => {
    if (entry.kind === 'folder' || entry.kind === 'vault') return go(entry.path)
    if (mode === 'save') return setName(entry.name)
    if (mode === 'file') return setChosen([entry.path])
    if (mode === 'databases') {
      setChosen((now) =>
        now.includes(entry.path) ? now.filter((one) => one !== entry.path) : [...now, entry.path],
      )
    }
  }
  const here = data?.path ?? folder
  const result = resultOf(mode, here, chosen, name)
  return (
    <Modal opened onClose={onClose} title={title} size={640}>
      <div className="stack">
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            go(typed)
          }}
        >
          <Button
            variant="default"
            onClick={() => data?.parent && go(data.parent)}
            disabled={!data?.parent}
            leftSection={<IconArrowUp size={14} />}
          >
            Up
          </Button>
          <TextInput
            aria-label="Folder"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            styles={{ root: { flex: 1 }, input: { fontFamily: 'var(--hf-mono)' } }}
            spellCheck={false}
          />
          <Button variant="default" type="submit">
            Go
          </Button>
        </form>
        <div className="picker-list">
          {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
          {data === undefined && error === null && isFetching && <SkeletonLines />}
          {data !== undefined && error === null && (
            <FolderEntries
              entries={data.entries}
              chosen={chosen}
              isFolderOnly={mode === 'folder'}
              onPress={press}
            />
          )}
        </div>
        {mode === 'save' && (
          <TextInput
            label="File name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            spellCheck={false}
          />
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={result.length === 0 || error !== null} onClick={() => onChoose(result)}>
            {mode === 'folder'
              ? 'Choose this folder'
              : result.length > 1
                ? `Choose ${result.length} files`
                : 'Choose'}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function resultOf(
  mode: PickerMode,
  here: string,
  chosen: readonly string[],
  name: string,
): readonly string[] {
  if (mode === 'folder') return [here]
  if (mode === 'save') return name.trim() === '' ? [] : [joinPath(here, name.trim())]
  return chosen
}
