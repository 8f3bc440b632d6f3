import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'

import { AddByDemo } from './add-by-demo.tsx'
import { AddByPath } from './add-by-path.tsx'
import { AddByScan } from './add-by-scan.tsx'

const ways = [
  { value: 'files', label: 'Choose files' },
  { value: 'scan', label: 'Scan a folder' },
  { value: 'demo', label: 'Demo data' },
]

interface AddPanelProps {
  /** Paths that are to be added already: dropped on the window. */
  readonly paths?: readonly string[]
  readonly firstWay?: string
  readonly onDone: () => void
}

/** The three ways to databases: files by path, what a scan finds, and demo data. */
export function AddPanel({ paths = [], firstWay = 'files', onDone }: AddPanelProps) {
  const [way, setWay] = useState(firstWay)
  return (
    <div className="stack">
      <SegmentedControl
        data={ways}
        value={way}
        onChange={setWay}
        aria-label="How to add databases"
        style={{ alignSelf: 'flex-start' }}
      />
      {way === 'files' && <AddByPath paths={paths} onDone={onDone} />}
      {way === 'scan' && <AddByScan onDone={onDone} />}
      {way === 'demo' && <AddByDemo onDone={onDone} />}
    </div>
  )
}
