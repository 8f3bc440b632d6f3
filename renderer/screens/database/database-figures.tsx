import { Link } from 'wouter'

import { shareDays } from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Duration } from '../../components/duration.tsx'
import { useObjective } from '../../state/use-objectives.ts'
import { AchievedTime, PromisedMark } from '../objectives/achieved-cells.tsx'
import { LastDrill } from '../drills/last-drill.tsx'
import { DatabasePolicy } from './database-policy.tsx'

/** The two numbers that count, the newest proved point and the measured restore, each beside its promise, and the facts beside them. */
export function DatabaseFigures({ database }: { readonly database: DatabaseView }) {
  const row = useObjective(database.id, shareDays).data?.row
  return (
    <div className="figures">
      <div>
        <div className="figure-value">
          <Age at={database.newestProvedAt} unknown="No backup of it is proved" />{' '}
          {row !== undefined && <PromisedMark promised={row.promised.rpo} />}
        </div>
        <div className="figure-word">
          <Link href={`/objectives/${database.id}`}>newest proved point</Link>
        </div>
      </div>
      <div>
        <div className="figure-value">
          {row === undefined ? (
            <Duration ms={database.measuredRestoreMs} unknown="No restore of it was measured yet" />
          ) : (
            <>
              <AchievedTime rto={row.rto} promised={row.promised.rto.complete} />{' '}
              <PromisedMark promised={row.promised.rto.complete} />
            </>
          )}
        </div>
        <div className="figure-word">
          <Link href={`/objectives/${database.id}`}>
            {row?.rto.kind === 'estimated' ? 'estimated restore' : 'measured restore'}
          </Link>
        </div>
      </div>
      <dl className="figure-facts">
        <dt>File</dt>
        <dd>
          <Copyable text={database.path} what="the path" />
        </dd>
        <dt>Size</dt>
        <dd>
          <Bytes bytes={database.sourceBytes} unknown="The database file is not at its path" />
          <span className="soft"> · tier {database.tier} · </span>
          {formatCount(database.backupCount)} backups, <Bytes bytes={database.storedBytes} /> stored
        </dd>
        <dt>Last drill</dt>
        <dd>
          <LastDrill databaseId={database.id} />
        </dd>
        <dt>Policy</dt>
        <dd>
          <DatabasePolicy database={database} />
        </dd>
      </dl>
    </div>
  )
}
