import { Button } from '@mantine/core'
import { Link } from 'wouter'

import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { causesOf } from '../../../shared/domain/health/health-report.ts'
import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { causeText } from '../../../shared/domain/words/cause-words.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { useHealth } from '../../state/use-alerts.ts'
import { useTakeBackups } from '../../state/use-actions.ts'
import { useResumeOperations } from '../../state/use-restore-actions.ts'
import { useSchedules } from '../../state/use-policies.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import {
  schedulesMark,
  schedulesSentence,
  schedulesState,
  schedulesStateWords,
} from '../../text/schedule-words.ts'
import { reasonSentence } from '../../text/state-words.ts'
import { PauseSchedules } from '../policies/schedules-now.tsx'
import { ActButton } from '../access/act-button.tsx'
import { byWorst } from './worst-state.ts'

/** Rows shown; the inventory has the rest. */
const most = 8

type RedDrill = Extract<HealthCause, { kind: 'drill_failed' }>

/** Backups with a red drill of databases that nothing else is said of here: an older one, for the newest makes its database failed. */
function useOlderReds(needing: readonly DatabaseView[]): readonly RedDrill[] {
  const { data } = useHealth()
  const causes = data === undefined ? [] : causesOf(data.report)
  const said = new Set(needing.map(({ id }) => id))
  return causes.filter(
    (cause): cause is RedDrill => cause.kind === 'drill_failed' && !said.has(cause.databaseId),
  )
}

/** What does not mend itself, each with the action that mends it. */
export function NeedsPerson({ databases }: { readonly databases: readonly DatabaseView[] }) {
  const nowMs = useNow()
  const { data: schedules } = useSchedules()
  const rests = schedules !== undefined && doRest(schedules)
  const needing = databases.filter(({ state }) => state === 'failed' || state === 'at_risk').toSorted(byWorst)
  const reds = useOlderReds(needing)
  return (
    <section className="section" aria-label="What needs a person">
      <div className="section-head">
        <h2>What needs a person</h2>
        {needing.length > 0 && <span className="section-note">{countOf(needing.length, 'database')}</span>}
      </div>
      {needing.length + reds.length === 0 && !rests ? (
        <p className="soft">Nothing. Every database has a backup, and none failed.</p>
      ) : (
        <ul className="line-list">
          {rests && <SchedulesRest view={schedules} />}
          {needing.slice(0, most).map((database) => (
            <li key={database.id} className="line-item needs-line">
              <StateMark state={database.state} isBare />
              <Link href={`/database/${database.id}`} className="grid-name ellipsis">
                {database.name}
              </Link>
              <span className="soft">{reasonSentence(database.reason, nowMs)}</span>
              <MendingAction database={database} />
            </li>
          ))}
          {reds.slice(0, most).map((red) => (
            <OlderRed key={red.backupId} red={red} />
          ))}
        </ul>
      )}
      {reds.length > most && (
        <Link href="/alerts/health" className="small">
          All {countOf(reds.length, 'failed drill')} in health
        </Link>
      )}
      {needing.length > most && (
        <Link href="/inventory" className="small">
          All {countOf(needing.length, 'database')} in the inventory
        </Link>
      )}
    </section>
  )
}

function OlderRed({ red }: { readonly red: RedDrill }) {
  const { databaseId, database, backupId } = red
  return (
    <li className="line-item needs-line">
      <StateMark state="failed" isBare />
      <Link href={`/database/${databaseId}`} className="grid-name ellipsis">
        {database}
      </Link>
      <span className="soft">{causeText(red).detail}</span>
      <Button
        component={Link}
        href={`/recovery/drills/backup/${backupId}`}
        variant="default"
        aria-label={`Evidence of the drill of ${database}`}
      >
        Evidence
      </Button>
    </li>
  )
}

function MendingAction({ database }: { readonly database: DatabaseView }) {
  const backUp = useTakeBackups()
  const resume = useResumeOperations()
  const permits = useVaultPermits()
  const { id, name, reason } = database
  if (reason.code === 'source_missing') {
    return (
      <Button
        component={Link}
        href={`/recovery/complete/${id}`}
        disabled={!permits.canRead}
        variant="default"
        aria-label={`Restore ${name}`}
      >
        Restore
      </Button>
    )
  }
  if (reason.code === 'in_recovery') {
    return (
      <ActButton
        act="restore.resumeOperations"
        variant="default"
        loading={resume.isPending}
        onClick={() => resume.mutate(id)}
        aria-label={`Resume operations of ${name}`}
      >
        Resume
      </ActButton>
    )
  }
  return (
    <ActButton
      act="backups.start"
      variant="default"
      loading={backUp.isPending}
      disabled={!permits.canBackUp}
      onClick={() => backUp.mutate([id])}
      aria-label={`Back up ${name}`}
    >
      Back up
    </ActButton>
  )
}

/** Whether schedules that there are rest: paused, or with nobody to run them. */
function doRest(view: SchedulesView): boolean {
  return view.upcoming.length > 0 && schedulesState(view) !== 'acting'
}

function SchedulesRest({ view }: { readonly view: SchedulesView }) {
  const nowMs = useNow()
  const state = schedulesState(view)
  return (
    <li className="line-item needs-line">
      <StateMark state={schedulesMark(view)} word={schedulesStateWords[state]} isBare />
      <Link href="/settings/policies" className="grid-name ellipsis">
        Schedules
      </Link>
      <span className="soft">{schedulesSentence(view, nowMs)}</span>
      {state === 'paused' ? (
        <PauseSchedules view={view} />
      ) : (
        <Button component={Link} href="/settings/policies" variant="default">
          How to run them
        </Button>
      )}
    </li>
  )
}
