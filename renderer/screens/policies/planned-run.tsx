import { NextRun } from '../../components/next-run.tsx'
import { useSchedules } from '../../state/use-policies.ts'
import { schedulesState } from '../../text/schedule-words.ts'

const pausedWords = { short: 'paused', long: 'when schedules are resumed', why: 'Schedules are paused' }
const nobodyWords = {
  short: 'nobody',
  long: 'when a program runs schedules',
  why: 'No program runs the schedules of this vault',
}

interface PlannedRunProps {
  /** What a policy names. UTC, ISO 8601; null: none. */
  readonly at: string | null
  readonly short?: boolean
  /** Why none is to come. */
  readonly none: string
}

/** When something runs next, as things are: while schedules are paused, or nobody runs them, no time is promised. */
export function PlannedRun({ at, short = false, none }: PlannedRunProps) {
  const { data: schedules } = useSchedules()
  const state = schedules === undefined ? 'acting' : schedulesState(schedules)
  if (at === null || state === 'acting') return <NextRun at={at} short={short} none={none} />
  const words = state === 'paused' ? pausedWords : nobodyWords
  return (
    <span className="is-at-risk" title={words.why}>
      {short ? words.short : words.long}
    </span>
  )
}
