import { Button, Modal } from '@mantine/core'

import type { PolicyImport } from '../../../../shared/domain/policies/policy-views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { Notice } from '../../../components/notice.tsx'
import { quoted } from '../../../text/quoted.ts'

const mostNames = 12

function namesOrNone(names: readonly string[]): string {
  return names.length === 0 ? 'none' : listWords(names, mostNames)
}

/** What came of taking in a file of policies. */
export function ImportResult({
  result,
  onClose,
}: {
  readonly result: PolicyImport
  readonly onClose: () => void
}) {
  const { made, replaced, applied, unknownDatabases } = result
  return (
    <Modal opened onClose={onClose} title="Policies imported" size={560}>
      <div className="stack">
        <Notice
          kind="good"
          title={`${countOf(made.length + replaced.length, 'policy', 'policies')} taken in`}
        />
        <dl className="facts">
          <dt>Made</dt>
          <dd>{namesOrNone(made.map(quoted))}</dd>
          <dt>Replaced</dt>
          <dd>{namesOrNone(replaced.map(quoted))}</dd>
          <dt>Applied to</dt>
          <dd>{namesOrNone(applied)}</dd>
        </dl>
        {unknownDatabases.length > 0 && (
          <Notice kind="risk" title={`${countOf(unknownDatabases.length, 'database')} not registered here`}>
            <p>
              {listWords(unknownDatabases, mostNames)}. Register them and import the file once more, or apply
              the policies to them.
            </p>
          </Notice>
        )}
        <div className="dialog-foot">
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </div>
      </div>
    </Modal>
  )
}
