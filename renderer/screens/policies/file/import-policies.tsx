import { Button, FileButton, Modal, Textarea, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useDatabases } from '../../../state/use-answers.ts'
import { useImportPolicies, usePolicies } from '../../../state/use-policies.ts'
import { quoted } from '../../../text/quoted.ts'
import { type FileChange, fileChange } from './file-change.ts'
import { ImportResult } from './import-result.tsx'

const noDatabases: readonly DatabaseView[] = []
const mostNames = 6
/** What the program takes; a larger file is no file of policies. Characters. */
const mostText = 1 << 20

/** Takes in a file of policies, picked or pasted, and says what came of it. */
export function ImportPolicies({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [typed, setTyped] = useState('')
  const { data: view } = usePolicies()
  const { data: databases = noDatabases } = useDatabases()
  const take = useImportPolicies()
  const change = useMemo(() => fileChange(text, view?.policies ?? [], databases), [text, view, databases])
  const [first] = change.less
  const isTooLong = text.length > mostText
  const isReady = text.trim() !== '' && !isTooLong && (first === undefined || typed === first.name)
  if (take.data !== undefined) return <ImportResult result={take.data} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title="Import policies" size={640}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) take.mutate(text)
        }}
      >
        <div className="row spread">
          <span className="soft">
            Policies of the same names are replaced, others stay. Databases get theirs by their names.
          </span>
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(setText)}>
            {(props) => (
              <Button variant="default" className="no-shrink" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
        </div>
        <Textarea
          label="Text of the file"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={'{ "holdfastPolicies": 1, "policies": [ … ] }'}
          error={isTooLong ? 'It is longer than a file of policies can be.' : null}
          spellCheck={false}
          rows={12}
          styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 12 } }}
        />
        <ExpectedChange change={change} />
        {first !== undefined && (
          <TextInput
            label={
              <>
                Type <span className="mono">{first.name}</span> to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {take.error !== null && <FaultNotice fault={readFault(take.error)} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={!isReady}
            loading={take.isPending}
            {...(first === undefined ? {} : { color: 'red' })}
          >
            Import
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function ExpectedChange({ change }: { readonly change: FileChange }) {
  const { made, replaced, less } = change
  return (
    <>
      {made.length + replaced.length > 0 && (
        <p aria-live="polite">
          <strong>
            {countOf(made.length, 'policy', 'policies')} made, {replaced.length} replaced.
          </strong>{' '}
          {replaced.length > 0 && `Replaced: ${listWords(replaced.map(quoted), mostNames)}.`}
        </p>
      )}
      {less.length > 0 && (
        <Notice kind="risk" title="Less is kept than before">
          {less.map(({ name, of, what }) => (
            <p key={`${name} ${of}`}>
              {of}: {listWords(what, mostNames)}.
            </p>
          ))}
        </Notice>
      )}
    </>
  )
}
