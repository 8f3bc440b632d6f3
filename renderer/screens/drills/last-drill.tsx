import { Link } from 'wouter'

import { Age } from '../../components/age.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { useDrillsOf } from '../../state/use-drills.ts'
import { standingVerdict } from './arrange-drills.ts'
import { VerdictMark } from './verdict-mark.tsx'

/** What the last drill of a database came to, and where its evidence stands. */
export function LastDrill({ databaseId }: { readonly databaseId: string }) {
  const { data: drills, error } = useDrillsOf(databaseId)
  if (error !== null) return <Unknown why="Its drills can’t be read now" />
  if (drills === undefined) return <span className="soft">…</span>
  if (drills === null) return <Unknown why="It has no backup that can be drilled" />
  const told = drills.red ?? drills.last
  return (
    <span className="row">
      {told === null ? (
        <span className="is-at-risk">never drilled</span>
      ) : (
        <>
          <VerdictMark verdict={standingVerdict(drills)} />
          <Link href={`/recovery/drills/backup/${told.backupId}`}>
            <Age at={told.drilledAt} />
          </Link>
        </>
      )}
      <Link href={`/recovery/drills/${databaseId}`} className="soft">
        all drills
      </Link>
    </span>
  )
}
