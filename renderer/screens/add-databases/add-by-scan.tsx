import { useState } from 'react'

import type { ScanView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSystemInfo } from '../../state/use-answers.ts'
import { useAddDatabases, useScanFolder } from '../../state/use-database-actions.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'
import { ActButton } from '../access/act-button.tsx'
import { AddResults } from './add-results.tsx'
import { ScanResults } from './scan-results.tsx'

/** Looks through a folder for SQLite files, by their header, and registers the chosen ones. */
export function AddByScan({ onDone }: { readonly onDone: () => void }) {
  const { data: system } = useSystemInfo()
  const [typed, setTyped] = useState<string | null>(null)
  const folder = typed ?? system?.homeFolder ?? ''
  const scan = useScanFolder()
  const add = useAddDatabases()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const onScanned = (view: ScanView): void =>
    setChosen(new Set(view.found.filter((one) => one.registeredAs === null).map((one) => one.path)))
  if (add.data !== undefined)
    return <AddResults results={add.data} onDone={onDone} onMore={() => add.reset()} />
  return (
    <div className="stack">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          scan.mutate(folder, { onSuccess: onScanned })
        }}
      >
        <PathField
          label="Folder"
          description="It and the folders below it are looked through; files are told by their header, not by their ending"
          mode="folder"
          value={folder}
          onChange={setTyped}
        >
          <ActButton
            act="databases.scan"
            type="submit"
            disabled={!isAbsolutePath(folder)}
            loading={scan.isPending}
          >
            Scan
          </ActButton>
        </PathField>
      </form>
      {scan.error !== null && <FaultNotice fault={readFault(scan.error)} />}
      {add.error !== null && <FaultNotice fault={readFault(add.error)} />}
      {scan.data !== undefined && (
        <>
          <ScanResults scan={scan.data} chosen={chosen} onChosen={setChosen} />
          <div className="dialog-foot">
            <ActButton
              act="databases.add"
              disabled={chosen.size === 0}
              loading={add.isPending}
              onClick={() => add.mutate({ paths: [...chosen] })}
            >
              Add {countOf(chosen.size, 'database')}
            </ActButton>
          </div>
        </>
      )}
    </div>
  )
}
