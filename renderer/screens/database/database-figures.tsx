import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Duration } from '../../components/duration.tsx'
import { LastDrill } from '../drills/last-drill.tsx'
import { DatabasePolicy } from './database-policy.tsx'

/** The two numbers that count, the newest proved point and the measured restore, and the facts beside them. */
export function DatabaseFigures({ database }: { readonly database: DatabaseView }) {
  return (
    <div className="figures">
      <div>
        <div className="figure-value">
          <Age at={database.newestProvedAt} unknown="No backup of it is proved" />
        </div>
        <div className="figure-word">newest proved point</div>
      </div>
      <div>
        <div className="figure-value">
          <Duration ms={database.measuredRestoreMs} unknown="No restore of it was measured yet" />
        </div>
        <div className="figure-word">measured restore</div>
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
