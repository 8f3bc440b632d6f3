import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { SchedulesView, UpcomingRun } from '../../../shared/domain/schedule/schedule-views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { TypeMark } from '../../components/type-mark.tsx'
import { formatWallTime, localZone } from '../../text/local-moment.ts'
import { CleanUpButton } from '../clean-up/clean-up-button.tsx'
import { NextRun } from '../../components/next-run.tsx'

/** Rows shown until all are asked for. */
const few = 8

/** The next runs of every policy, soonest first. While nobody acts they are what would run. */
export function UpcomingRuns({ view }: { readonly view: SchedulesView }) {
  const [isAll, setIsAll] = useState(false)
  const { upcoming, nextCleanUpAt } = view
  const isCertain = view.actedBy !== null && view.paused === null
  return (
    <section className="section" aria-label="Upcoming runs">
      <div className="section-head">
        <h2>{isCertain ? 'Upcoming runs' : 'Would run'}</h2>
        <span className="section-note">
          times of {localZone()}
          {nextCleanUpAt !== null && (
            <>
              {' '}
              · clean-up of expired backups <NextRun at={nextCleanUpAt} />
            </>
          )}
        </span>
        <CleanUpButton />
      </div>
      {upcoming.length === 0 ? (
        <p className="soft">No run is to come: no database has a policy with a schedule that is on.</p>
      ) : (
        <ul className="line-list">
          {(isAll ? upcoming : upcoming.slice(0, few)).map((run) => (
            <RunLine
              key={`${run.databaseId ?? ''} ${run.policy} ${run.at} ${run.type} ${run.label}`}
              run={run}
            />
          ))}
        </ul>
      )}
      {upcoming.length > few && (
        <Button
          variant="subtle"
          size="compact-xs"
          className="flush-left"
          aria-expanded={isAll}
          onClick={() => setIsAll(!isAll)}
        >
          {isAll ? 'Show fewer' : `Show the next ${countOf(upcoming.length, 'run')}`}
        </Button>
      )}
    </section>
  )
}

function RunLine({ run }: { readonly run: UpcomingRun }) {
  return (
    <li className="upcoming-line">
      <span className="num">{formatWallTime(Date.parse(run.at), localZone()).slice(0, 16)}</span>
      <span className="soft is-right">
        <NextRun at={run.at} short />
      </span>
      {run.databaseId === null ? (
        <span className="grid-name ellipsis">{run.database}</span>
      ) : (
        <Link href={`/database/${run.databaseId}`} className="grid-name ellipsis">
          {run.database}
        </Link>
      )}
      <TypeMark type={run.type} label={run.label} />
      <span className="soft ellipsis upcoming-policy">{run.policy}</span>
    </li>
  )
}
