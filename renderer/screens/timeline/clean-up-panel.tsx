import { Link } from 'wouter'

import type { CleanUpPreview } from '../../../shared/domain/timeline.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useCleanUpPreview } from '../../state/use-timeline.ts'
import { CleanUpButton } from '../clean-up/clean-up-button.tsx'
import { DamagedMarks } from './damaged-marks.tsx'
import { refusalWordsOf, removalWords } from '../../../shared/domain/words/keep-words.ts'

/** What the next clean-up removes: each backup with the rule by which it goes. */
export function CleanUpPanel() {
  const { data, error, refetch } = useCleanUpPreview(true)
  return (
    <aside className="side tl-side" aria-label="After the next clean-up">
      <div className="row spread">
        <h2 className="side-title">After the next clean-up</h2>
        <CleanUpButton />
      </div>
      {data === undefined && error === null && <SkeletonLines count={4} />}
      {data === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {data !== undefined && <Preview preview={data} />}
    </aside>
  )
}

function Preview({
  preview: { atMs, count, bytes, backups, refused, damagedMarks },
}: {
  readonly preview: CleanUpPreview
}) {
  return (
    <div className="stack">
      <DamagedMarks files={damagedMarks} />
      <p>
        <strong>
          {count === 0 ? 'No backup would go' : `${countOf(count, 'backup')}, ${formatBytes(bytes)} would go`}
        </strong>{' '}
        on <span className="num">{formatMoment(new Date(atMs).toISOString())}</span>, if the runs planned
        until then are made. Nothing is removed by looking at this.
      </p>
      {refused.map(({ databaseId, database, count: kept, refusal }) => (
        <p key={databaseId} className="tl-refused">
          {database}: {countOf(kept, 'backup')} would go and {kept === 1 ? 'stays' : 'stay'}, for{' '}
          {refusalWordsOf(refusal)}.
        </p>
      ))}
      <ol className="tl-going-list">
        {backups.map(({ backupId, database, takenAt, type, label, sizeBytes, rule }) => (
          <li key={backupId}>
            <span className="row spread">
              <Link href={`/backup/${backupId}`} className="ellipsis">
                {database}
              </Link>
              <span className="num soft">{formatBytes(sizeBytes)}</span>
            </span>
            <span className="row small">
              <TypeMark type={type} label={label} />
              <span className="num soft">{formatMoment(takenAt)}</span>
            </span>
            <span className="small soft">{removalWords(rule)}</span>
          </li>
        ))}
      </ol>
      {count > backups.length && (
        <p className="small soft">{formatCount(count - backups.length)} more are not listed.</p>
      )}
    </div>
  )
}
