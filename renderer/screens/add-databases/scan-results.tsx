import { useMemo, useState } from 'react'

import type { FoundDatabase, ScanView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { addRange, type ChosenKeys, toggleAll, toggleKey } from '../../components/grid/choose-rows.ts'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'

const columns: readonly GridColumn<FoundDatabase>[] = [
  {
    id: 'path',
    header: 'Path',
    width: 220,
    grow: 1,
    cell: ({ path }) => (
      <span className="mono" title={path}>
        {path}
      </span>
    ),
  },
  {
    id: 'size',
    header: 'Size',
    width: 80,
    align: 'right',
    cell: ({ sizeBytes }) => <Bytes bytes={sizeBytes} />,
  },
  {
    id: 'modified',
    header: 'Changed',
    width: 70,
    align: 'right',
    cell: ({ modifiedAt }) => <Age at={modifiedAt} short />,
  },
  {
    id: 'registered',
    header: 'Registered',
    width: 130,
    cell: ({ registeredAs }) => (
      <span className="soft">{registeredAs === null ? 'no' : `as ${registeredAs}`}</span>
    ),
  },
]

interface ScanResultsProps {
  readonly scan: ScanView
  readonly chosen: ChosenKeys
  readonly onChosen: (chosen: ChosenKeys) => void
}

/** What a scan found; those registered already can't be chosen. */
export function ScanResults({ scan, chosen, onChosen }: ScanResultsProps) {
  const [at, setAt] = useState(0)
  const free = useMemo(
    () => scan.found.filter((one) => one.registeredAs === null).map((one) => one.path),
    [scan],
  )
  const choose = (index: number, isRange: boolean): void => {
    const found = scan.found[index]
    if (found === undefined || found.registeredAs !== null) return
    if (!isRange) return onChosen(toggleKey(chosen, found.path))
    const free = new Set(scan.found.filter((one) => one.registeredAs === null).map((one) => one.path))
    const range = addRange(
      chosen,
      scan.found.map((one) => one.path),
      at,
      index,
    )
    onChosen(new Set([...range].filter((path) => free.has(path))))
  }
  if (scan.found.length === 0) {
    return (
      <p className="soft">
        No SQLite database among {countOf(scan.filesSeen, 'file')}.{unreadableWords(scan)}
      </p>
    )
  }
  return (
    <div className="scan-results">
      <DataGrid
        label="Databases that were found"
        columns={columns}
        count={scan.found.length}
        rowAt={(index) => scan.found[index]}
        keyOf={(found) => found.path}
        nameOf={(found) => found.path}
        at={at}
        onAt={setAt}
        onOpen={(_found, index) => choose(index, false)}
        choice={{
          areAll: free.length > 0 && chosen.size === free.length,
          areSome: chosen.size > 0,
          isChosen: (found) => chosen.has(found.path),
          onChoose: choose,
          onChooseAll: () => onChosen(toggleAll(chosen, free)),
        }}
      />
      <p className="soft small">
        {countOf(scan.found.length, 'database')} among {countOf(scan.filesSeen, 'file')}.
        {unreadableWords(scan)}
      </p>
    </div>
  )
}

function unreadableWords({ unreadable }: ScanView): string {
  if (unreadable.length === 0) return ''
  return ` Not readable: ${listWords(
    unreadable.map(({ path, errno }) => `${path} (${errno})`),
    3,
  )}.`
}
