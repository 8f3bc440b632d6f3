import { TextInput } from '@mantine/core'
import { IconArchive, IconDatabase, IconFile, IconFolder } from '@tabler/icons-react'
import { useState } from 'react'

import type { FolderEntry } from '../../../shared/domain/views.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'

/** Entries drawn at once; a filter finds the rest. */
const most = 300
const icons = { folder: IconFolder, vault: IconArchive, database: IconDatabase, file: IconFile }
const kindWords = { folder: 'folder', vault: 'vault', database: 'SQLite database', file: 'file' }

interface FolderEntriesProps {
  readonly entries: readonly FolderEntry[]
  readonly chosen: readonly string[]
  /** Only folders can be pressed; files are shown to tell where one is. */
  readonly isFolderOnly: boolean
  readonly onPress: (entry: FolderEntry) => void
}

/** A folder's entries, each with what it is. */
export function FolderEntries({ entries, chosen, isFolderOnly, onPress }: FolderEntriesProps) {
  const [filter, setFilter] = useState('')
  const matching = entries.filter((entry) => entry.name.toLowerCase().includes(filter.toLowerCase()))
  return (
    <>
      {entries.length > 12 && (
        <TextInput
          placeholder="Filter"
          aria-label="Filter the entries"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          mb={6}
        />
      )}
      {matching.length === 0 && (
        <p className="soft picker-empty">
          {entries.length === 0 ? 'This folder is empty.' : 'Nothing is named so.'}
        </p>
      )}
      <ul className="picker-entries">
        {matching.slice(0, most).map((entry) => {
          const Icon = icons[entry.kind]
          const isPressable = !isFolderOnly || entry.kind === 'folder' || entry.kind === 'vault'
          return (
            <li key={entry.path}>
              <button
                type="button"
                className={`picker-entry plain-button ${chosen.includes(entry.path) ? 'is-chosen' : ''}`}
                aria-pressed={chosen.includes(entry.path)}
                disabled={!isPressable}
                onClick={() => onPress(entry)}
              >
                <Icon size={16} className={entry.kind === 'file' ? 'soft' : 'is-proved'} aria-hidden="true" />
                <span className="ellipsis">{entry.name}</span>
                <span className="soft small picker-kind">{kindWords[entry.kind]}</span>
                <span className="num soft small">
                  {entry.sizeBytes === null ? '' : formatBytes(entry.sizeBytes)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {matching.length > most && (
        <p className="soft picker-empty">
          and {countOf(matching.length - most, 'more entry', 'more entries')}: type a filter
        </p>
      )}
    </>
  )
}
