import { Link } from 'wouter'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Bytes } from '../../components/bytes.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Duration } from '../../components/duration.tsx'
import { lastPart } from '../../text/path-words.ts'
import { storedFormWords } from '../../text/backup-words.ts'

/** Every recorded fact of a backup, the long ones to copy. */
export function BackupFacts({ backup }: { readonly backup: StoredBackup }) {
  return (
    <section className="section">
      <h2>Facts</h2>
      <dl className="facts">
        <dt>Taken</dt>
        <dd>
          <Copyable text={backup.takenAt} what="the moment">
            <span className="num">{formatMoment(backup.takenAt)}</span>
          </Copyable>
        </dd>
        <dt>Took</dt>
        <dd>
          <Duration ms={backup.durationMs} />
        </dd>
        <dt>Stored</dt>
        <dd>
          <Bytes bytes={backup.sizeBytes} />
          <span className="soft">, {storedFormWords(backup.stored)}</span>
        </dd>
        <dt>Image</dt>
        <dd>
          <Bytes bytes={backup.sourceBytes} />
          <span className="soft">
            , {formatCount(backup.pageCount)} pages of {formatBytes(backup.pageSize)},{' '}
            {backup.compressionRatio.toFixed(2)}× smaller
          </span>
        </dd>
        <dt>Holds</dt>
        <dd>
          {countOf(backup.tableCount, 'table')}, {countOf(backup.rowCount, 'row')}
        </dd>
        <dt>Chain</dt>
        <dd>
          {backup.needs.length === 0
            ? 'complete in itself'
            : `needs ${countOf(backup.needs.length, 'other backup')}`}
          <NeededBackups needs={backup.needs} />
        </dd>
        <dt>Root</dt>
        <dd>
          <Copyable text={backup.root} what="the root" />
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <Copyable text={backup.sha256} what="the hash" />
        </dd>
        <dt>Id</dt>
        <dd>
          <Copyable text={backup.id} what="the id" />
        </dd>
      </dl>
      {backup.remarks.length > 0 && (
        <ul className="line-list">
          {backup.remarks.map((remark) => (
            <li key={remark} className="soft">
              {remark}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Links shown before the rest is only counted. */
const mostLinks = 8

/** The backups that a restore of this one reads besides it, the newest first, each to go to. */
function NeededBackups({ needs }: Pick<StoredBackup, 'needs'>) {
  if (needs.length === 0) return null
  return (
    <ul className="needs">
      {needs
        .toReversed()
        .slice(0, mostLinks)
        .map(({ id, file }) => (
          <li key={id}>
            <Link href={`/backup/${id}`} className="mono">
              {lastPart(file)}
            </Link>
          </li>
        ))}
      {needs.length > mostLinks && <li className="soft">and {needs.length - mostLinks} older ones</li>}
    </ul>
  )
}
