import { Button } from '@mantine/core'
import { useState } from 'react'

import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useExportAudit } from '../../../state/use-audit.ts'
import { isAbsolutePath } from '../../../text/path-words.ts'
import { PathField } from '../../paths/path-field.tsx'

/** Copies the whole log into a folder, with a script that verifies it without Holdfast. */
export function ExportAudit() {
  const [path, setPath] = useState('')
  const exporting = useExportAudit()
  const done = exporting.data
  return (
    <section className="stack" aria-label="Export">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isAbsolutePath(path)) exporting.mutate(path)
        }}
      >
        <PathField
          label="Folder of the export"
          description="The whole log, its newest checkpoint, and a script that verifies both with nothing but Node. The folder must not be there, or be empty."
          mode="folder"
          value={path}
          onChange={setPath}
        >
          <Button
            type="submit"
            variant="default"
            disabled={!isAbsolutePath(path)}
            loading={exporting.isPending}
          >
            Export the log
          </Button>
        </PathField>
      </form>
      {exporting.error !== null && <FaultNotice fault={readFault(exporting.error)} />}
      {done !== undefined && (
        <Notice
          kind="good"
          title={`${countOf(done.entries, 'entry', 'entries')}, ${formatBytes(done.sizeBytes)}, written`}
        >
          <Copyable text={done.folder} what="the path" />
          <p>
            Verify it anywhere: <code>node verify-audit.mjs</code>
          </p>
        </Notice>
      )}
    </section>
  )
}
