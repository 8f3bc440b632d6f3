import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { usePauseSchedules } from '../../state/use-policies.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import {
  schedulesMark,
  schedulesSentence,
  schedulesState,
  schedulesStateWords,
} from '../../text/schedule-words.ts'
import { ActButton } from '../access/act-button.tsx'

/** Who runs the schedules and what is next, in one sentence with its mark. */
export function SchedulesSentence({ view }: { readonly view: SchedulesView }) {
  const nowMs = useNow()
  const state = schedulesState(view)
  const sentence = schedulesSentence(view, nowMs)
  return (
    <>
      <StateMark state={schedulesMark(view)} word={schedulesStateWords[state]} isBare size={18} />
      {state === 'acting' ? <span>{sentence}</span> : <strong>{sentence}</strong>}
    </>
  )
}

/** Pauses all schedules of the vault, or lets them go on. */
export function PauseSchedules({ view }: { readonly view: SchedulesView }) {
  const pause = usePauseSchedules()
  const permits = useVaultPermits()
  const isPaused = view.paused !== null
  return (
    <ActButton
      act="schedules.pause"
      variant={isPaused ? 'filled' : 'default'}
      loading={pause.isPending}
      disabled={!permits.canBackUp}
      onClick={() => pause.mutate(!isPaused)}
      title={
        isPaused
          ? 'What was due meanwhile is caught up once'
          : 'For every program and machine, until somebody resumes them'
      }
    >
      {isPaused ? 'Resume schedules' : 'Pause schedules'}
    </ActButton>
  )
}
