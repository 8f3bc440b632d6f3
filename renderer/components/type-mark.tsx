import type { BackupLabel, BackupType } from '../../shared/domain/backup-record.ts'
import { labelWords, typeWords } from '../text/backup-words.ts'

const shapes = {
  full: <rect x="2" y="2" width="8" height="8" fill="currentColor" />,
  differential: <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />,
  incremental: <circle cx="6" cy="6" r="4.2" fill="currentColor" />,
  schema: <rect x="1.8" y="3" width="8.4" height="6" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  preupdate: <path d="M6 1.2 11 10.4H1Z" fill="currentColor" />,
}

/** The mark of a backup's type and its word: square full, diamond differential, dot incremental, outline schema, triangle pre-update. */
export function TypeMark({ type, label }: { readonly type: BackupType; readonly label: BackupLabel }) {
  return (
    <span className="state" title={`${typeWords[type]}, ${labelWords[label]}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {shapes[label === 'preupdate' ? 'preupdate' : type]}
      </svg>
      <span className="ellipsis">
        {typeWords[type]} <span className="soft">{labelWords[label]}</span>
      </span>
    </span>
  )
}
