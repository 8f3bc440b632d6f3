import { Button } from '@mantine/core'
import { useState } from 'react'

import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProgressLine } from '../../components/progress-line.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useJobs, useSystemInfo } from '../../state/use-answers.ts'
import { useCreateDemo } from '../../state/use-database-actions.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'

/** Makes the four demo databases, with some weeks of backups, in a folder of the user's choice. */
export function AddByDemo({ onDone }: { readonly onDone: () => void }) {
  const { data: system } = useSystemInfo()
  const [typed, setTyped] = useState<string | null>(null)
  const folder = typed ?? system?.suggestedDemoFolder ?? ''
  const demo = useCreateDemo()
  if (demo.data !== undefined) {
    return (
      <div className="stack">
        <Notice kind="good" title={`${countOf(demo.data.databases.length, 'demo database')} made`}>
          <p>
            {countOf(demo.data.backups, 'backup')} taken and proved. The databases are ordinary SQLite files:
            break one and restore it.
          </p>
        </Notice>
        <div className="dialog-foot">
          <Button onClick={onDone}>Done</Button>
        </div>
      </div>
    )
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        demo.mutate(folder)
      }}
    >
      <p>
        Four databases of a real-estate platform: market data, property data, economic data and a forecast
        cache. They are registered, and some weeks of backups of them are taken.
      </p>
      <PathField label="Folder for the demo databases" mode="folder" value={folder} onChange={setTyped} />
      {demo.error !== null && <FaultNotice fault={readFault(demo.error)} />}
      {demo.isPending && <DemoProgress />}
      <div className="dialog-foot">
        <Button type="submit" disabled={!isAbsolutePath(folder)} loading={demo.isPending}>
          Make demo data
        </Button>
      </div>
    </form>
  )
}

function DemoProgress() {
  const { data: jobs = [] } = useJobs()
  const done = jobs.filter(({ state }) => state === 'done').length
  return (
    <div className="stack stack-tight">
      <ProgressLine fraction={null} label="Making demo data" />
      <output className="soft small">
        {done === 0 ? 'Writing the databases' : `${countOf(done, 'backup')} taken and proved`}
      </output>
    </div>
  )
}
