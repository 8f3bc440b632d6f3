import type { RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { Notice } from '../../../components/notice.tsx'
import { openedByWords } from './plan-words.ts'

/** What must be known before the plan is carried out. */
export function PlanWarnings({ plan }: { readonly plan: RestorePlan }) {
  const openedBy = openedByWords(plan.target)
  const hasNoRoom = plan.freeBytes < plan.bytesToWrite
  return (
    <>
      {openedBy !== null && (
        <Notice kind="risk" title="The target is in use">
          <p>{openedBy}</p>
          <p>Close it there and look again, or write in place through SQLite, or restore to another file.</p>
        </Notice>
      )}
      {plan.target.exists && plan.target.openedBy === null && (
        <Notice kind="plain" title="Who has the file open can not be seen here">
          <p className="soft">Stop the programs that use it before it is swapped.</p>
        </Notice>
      )}
      {hasNoRoom && (
        <Notice kind="failed" title="No space for the restore">
          <p>
            {formatBytes(plan.bytesToWrite)} are needed beside the target and {formatBytes(plan.freeBytes)}{' '}
            are free. Make room, or restore to another file system.
          </p>
        </Notice>
      )}
      {plan.warnings.map((warning) => (
        <Notice key={warning} kind="risk" title={warning} />
      ))}
    </>
  )
}
