import { Button } from '@mantine/core'
import { useState } from 'react'

import type { RemovalView } from '../../../shared/domain/retention/prune-views.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { removalStateWords, removalWords } from '../../../shared/domain/words/keep-words.ts'
import { useUndoRemovals } from '../../state/use-retention.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { lastPart } from '../../text/path-words.ts'
import { ActButton } from '../access/act-button.tsx'

function RemovalLine({ removal, isOff }: { readonly removal: RemovalView; readonly isOff: boolean }) {
  const undo = useUndoRemovals()
  const { subject, backupId, file, rule, state, endsAt, sizeBytes } = removal
  const why =
    state === 'aside'
      ? `${removalWords(rule)}; removed for good from ${formatMoment(endsAt)} on`
      : removalStateWords({ subject, state })
  return (
    <li className="row spread">
      <span>
        <span className="mono">{lastPart(file)}</span>
        <span className="soft">
          {' '}
          {formatBytes(sizeBytes)}, {why}
        </span>
      </span>
      {state === 'aside' && (
        <ActButton
          act="retention.undo"
          variant="subtle"
          size="compact-xs"
          aria-label={`Undo the removal of ${lastPart(file)}`}
          disabled={isOff}
          loading={undo.isPending}
          onClick={() => undo.mutate([backupId])}
        >
          Undo
        </ActButton>
      )}
    </li>
  )
}

interface SetAsideListProps {
  readonly removed: readonly RemovalView[]
  /** What they are, for a count of them. */
  readonly what: RemovalView['subject']
}

/** What retention set aside, to put back while its grace lasts. Nothing where there is nothing. */
export function SetAsideList({ removed, what }: SetAsideListProps) {
  const [isOpen, setOpen] = useState(false)
  const isOff = !useVaultPermits().canBackUp
  if (removed.length === 0) return null
  const bytes = removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <section className="section set-aside" aria-label="Set aside">
      <div className="section-head">
        <h2>Set aside</h2>
        <span className="section-note">
          {countOf(removed.length, what)}, {formatBytes(bytes)}: no list shows them, and until their grace is
          over they can be put back
        </span>
        <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'}
        </Button>
      </div>
      {isOpen && (
        <ul className="line-list">
          {removed.map((removal) => (
            <RemovalLine key={removal.backupId} removal={removal} isOff={isOff} />
          ))}
        </ul>
      )}
    </section>
  )
}
