import { Button } from '@mantine/core'

import type { AddResult } from '../../../shared/contract/databases-contract.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTakeBackups } from '../../state/use-actions.ts'

interface AddResultsProps {
  readonly results: readonly AddResult[]
  readonly onDone: () => void
  readonly onMore: () => void
}

/** What became of each file, and the offer of a first backup. */
export function AddResults({ results, onDone, onMore }: AddResultsProps) {
  const backUp = useTakeBackups()
  const added = results.flatMap((result) => (result.added ? [result.database] : []))
  const refused = results.flatMap((result) => (result.added ? [] : [result]))
  return (
    <div className="stack">
      {added.length > 0 && (
        <Notice kind="good" title={`${countOf(added.length, 'database')} added`}>
          <p className="soft">
            {added
              .slice(0, 12)
              .map(({ name }) => name)
              .join(', ')}
          </p>
          <p>A database is at risk until its first backup is proved.</p>
        </Notice>
      )}
      {refused.slice(0, 20).map(({ path, fault }) => (
        <FaultNotice key={path} fault={fault} />
      ))}
      {refused.length > 20 && (
        <p className="soft">and {countOf(refused.length - 20, 'file')} more that could not be added</p>
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onMore}>
          Add others
        </Button>
        <Button variant={added.length > 0 ? 'default' : 'filled'} onClick={onDone}>
          Done
        </Button>
        {added.length > 0 && (
          <Button
            loading={backUp.isPending}
            onClick={() =>
              backUp.mutate(
                added.map(({ id }) => id),
                { onSuccess: onDone },
              )
            }
          >
            Back up now
          </Button>
        )}
      </div>
    </div>
  )
}
