import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'

import type { AssertionsView } from '../../../shared/domain/drills/drill-views.ts'
import { Age } from '../../components/age.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useAssertions, useKeepAssertions } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { type AssertionDraft, assertionsOf, draftsOf, newDraft } from './assertion-draft.ts'
import { AssertionFields } from './assertion-fields.tsx'

/** What is asserted of a database: kept in the vault, and asked in each of its drills. */
export function AssertionEditor({ databaseId }: { readonly databaseId: string }) {
  const { data: view, error, refetch } = useAssertions(databaseId)
  if (error !== null) return <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
  if (view === undefined) return <SkeletonLines />
  const { kept } = view
  const changedAt = kept !== null && 'changedAt' in kept ? kept.changedAt : ''
  // What was kept by somebody else meanwhile is shown in the place of what was typed here.
  return <LoadedEditor key={changedAt} view={view} />
}

function LoadedEditor({ view }: { readonly view: AssertionsView }) {
  const { databaseId, kept } = view
  const saved = kept !== null && 'assertions' in kept ? draftsOf(kept.assertions) : []
  const [drafts, setDrafts] = useState<readonly AssertionDraft[]>(saved)
  const keep = useKeepAssertions(databaseId)
  const { canBackUp: canWrite } = useVaultPermits()
  const assertions = assertionsOf(drafts)
  const isChanged = JSON.stringify(drafts) !== JSON.stringify(saved)
  const change = (draft: AssertionDraft): void =>
    setDrafts(drafts.map((one) => (one.key === draft.key ? draft : one)))
  return (
    <div className="assertions">
      <p className="soft">
        Each is one statement that reads, asked of a restored copy that is opened for reading only; its first
        value is compared. Names, statements and what they gave stand readable in the vault.
      </p>
      {kept !== null && 'problem' in kept && (
        <Notice kind="risk" title="What the vault keeps of its assertions can’t be read">
          <p>{kept.problem}. Its drills are inconclusive until it is kept anew.</p>
        </Notice>
      )}
      {drafts.length === 0 && (
        <EmptyState title="Nothing is asserted">
          A drill proves that a backup comes back as it was. An assertion adds that it is what it should be:
          how many rows at least, no orphan, a newest quote of the last two days.
        </EmptyState>
      )}
      {drafts.map((draft, n) => (
        <AssertionFields
          key={draft.key}
          name={`Assertion ${n + 1}`}
          draft={draft}
          onDraft={change}
          onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
        />
      ))}
      {keep.error !== null && <FaultNotice fault={readFault(keep.error)} />}
      <div className="row row-wrap assertions-foot">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setDrafts([...drafts, newDraft(drafts)])}
        >
          Add an assertion
        </Button>
        <ActButton
          act="drills.keepAssertions"
          loading={keep.isPending}
          disabled={!canWrite || !isChanged || 'problem' in assertions}
          onClick={() => !('problem' in assertions) && keep.mutate(assertions)}
        >
          Keep
        </ActButton>
        {isChanged && 'problem' in assertions && (
          <output className="is-at-risk small">{assertions.problem}</output>
        )}
        {!isChanged && kept !== null && 'changedAt' in kept && (
          <span className="soft small">
            Kept by {kept.by} <Age at={kept.changedAt} />
          </span>
        )}
      </div>
    </div>
  )
}
