import type { RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { Notice } from '../../../components/notice.tsx'
import { isOpenElsewhere } from './confirm-plan.ts'

/** What must be known before the plan is carried out: the plan's own warnings, in one place, and whether there is room. */
export function PlanWarnings({ plan }: { readonly plan: RestorePlan }) {
  const isInUse = isOpenElsewhere(plan)
  return (
    <>
      {plan.freeBytes < plan.bytesToWrite && (
        <Notice kind="failed" title="No space for the restore">
          <p>
            {formatBytes(plan.bytesToWrite)} are needed beside the target and {formatBytes(plan.freeBytes)}{' '}
            are free. Make room, or restore to another file system.
          </p>
        </Notice>
      )}
      {plan.warnings.length > 0 && (
        <Notice kind="risk" title={isInUse ? 'The target is in use' : 'Before it is started'}>
          {plan.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
          {isInUse && plan.method === 'in_place' && (
            <p className="soft">To swap the file instead, close it there and look again.</p>
          )}
        </Notice>
      )}
    </>
  )
}
