import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useBackup } from '../../state/use-answers.ts'
import { useBackupFate } from '../../state/use-timeline.ts'
import { keepWords, removalWords } from '../../../shared/domain/words/keep-words.ts'
import { BackupDetail } from '../backup/backup-detail.tsx'
import { DamagedMarks } from './damaged-marks.tsx'

/** One backup beside the timeline: until when it is kept and why, then everything else of it. */
export function BackupPanel({
  backupId,
  onClose,
}: {
  readonly backupId: string
  readonly onClose: () => void
}) {
  const { data: backup, error, refetch } = useBackup(backupId)
  return (
    <aside className="side tl-side" aria-label="Backup">
      {backup === undefined && error === null && <SkeletonLines />}
      {backup === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {backup !== undefined && (
        <BackupDetail key={backup.id} backup={backup} onClose={onClose}>
          <Fate backupId={backupId} />
        </BackupDetail>
      )}
    </aside>
  )
}

function Fate({ backupId }: { readonly backupId: string }) {
  const { data: fate } = useBackupFate(backupId)
  if (fate === undefined) return <SkeletonLines count={2} />
  const { policy, reasons, endMs, isEstimated, goesBy, damagedMarks } = fate
  const isKnown = damagedMarks.length === 0
  return (
    <section className="section">
      <div className="section-head">
        <h2>Retention</h2>
        <span className="section-note">{policy ?? 'no policy'}</span>
      </div>
      {policy === null && <p>No policy cleans this database’s backups up.</p>}
      <DamagedMarks files={damagedMarks} />
      {policy !== null && isKnown && reasons.length === 0 && <p>No rule keeps it any more.</p>}
      {reasons.length > 0 && (
        <ul className="tl-reasons">
          {[...new Set(reasons.map(keepWords))].map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p className="soft">
        {goesBy !== null && `The next clean-up removes it: ${removalWords(goesBy)}.`}
        {goesBy === null && endMs === null && 'No end can be foreseen.'}
        {goesBy === null &&
          policy !== null &&
          isKnown &&
          reasons.length === 0 &&
          'It stays until a clean-up may remove it.'}
        {goesBy === null &&
          endMs !== null &&
          reasons.length > 0 &&
          `Goes ${isEstimated ? 'about' : 'at the first clean-up after'} ${formatMoment(new Date(endMs).toISOString())}${isEstimated ? ', estimated: if schedules go on as planned' : ''}.`}
      </p>
    </section>
  )
}
