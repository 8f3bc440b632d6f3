import { useState } from 'react'

import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { Copyable } from '../../components/copyable.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import type { CompareQuestion } from '../../state/query-keys.ts'
import { readFault } from '../../state/read-fault.ts'
import { useExportSql } from '../../state/use-content.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'
import { ActButton } from '../access/act-button.tsx'

/** The difference as SQL in a new file: what makes the other side out of the backup. */
export function ExportSql({ sides }: { readonly sides: CompareQuestion }) {
  const [path, setPath] = useState('')
  const write = useExportSql()
  const done = write.data
  return (
    <section className="section">
      <h2>As SQL</h2>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isAbsolutePath(path)) write.mutate({ ...sides, toPath: path })
        }}
      >
        <PathField
          label="Path of the SQL file"
          description="Statements that make the other side out of the backup. Nothing may be at the path."
          mode="save"
          value={path}
          onChange={setPath}
        >
          <ActButton
            act="compare.exportSql"
            type="submit"
            variant="default"
            disabled={!isAbsolutePath(path)}
            loading={write.isPending}
          >
            Write the difference
          </ActButton>
        </PathField>
      </form>
      {write.error !== null && <FaultNotice fault={readFault(write.error)} />}
      {done !== undefined && (
        <Notice
          kind={done.leftOut.length === 0 ? 'good' : 'risk'}
          title={`${countOf(done.statements, 'statement')}, ${formatBytes(done.sizeBytes)}, written`}
        >
          <Copyable text={done.path} what="the path" />
          {done.leftOut.map((line) => (
            <p key={line}>Left out: {line}</p>
          ))}
        </Notice>
      )}
    </section>
  )
}
