import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { setSchedulesPaused, viewSchedules } from '../../operations/schedules/view-schedules.ts'
import { unreadPoliciesText } from '../output/unread-policies-text.ts'
import { tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function actedByText({ actedBy }: SchedulesView): string {
  if (actedBy === null) return 'Nothing runs by itself: no program runs the schedules of this vault.\n'
  return `Process ${actedBy.pid} on ${actedBy.hostName} runs the schedules of this vault.\n`
}

function pausedText({ paused }: SchedulesView): string {
  return paused === null ? '' : `Paused since ${formatMoment(paused.since)} by ${paused.by || 'somebody'}.\n`
}

function schedulesText(view: SchedulesView): string {
  const table = tableOf(
    [
      { title: 'NEXT RUN', value: (run) => formatMoment(run.at) },
      { title: 'DATABASE', value: (run) => run.database },
      { title: 'TAKES', value: (run) => `${run.label} ${run.type}` },
      { title: 'POLICY', value: (run) => run.policy },
    ],
    view.upcoming,
  )
  const cleanUp = view.nextCleanUpAt === null ? '' : `Next clean-up: ${formatMoment(view.nextCleanUpAt)}.\n`
  const unread = unreadPoliciesText(view.damagedPolicies)
  return `${actedByText(view)}${pausedText(view)}${unread}${cleanUp}${table || 'No schedule is enabled.\n'}`
}

/** `schedule`: who runs a vault's schedules, and what is next. */
export function scheduleCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'schedules.view')
    const view = await viewSchedules(session.operations)
    answer(session, options, view, () => schedulesText(view))
    return exitStatus.done
  })
}

/** `schedule pause` and `schedule resume`: for every program and machine. */
export function schedulePauseCommand(
  terminal: Terminal,
  isPaused: boolean,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, isPaused ? 'schedules.pause' : 'schedules.resume')
    await setSchedulesPaused(session.operations, isPaused)
    answer(session, options, { success: true, paused: isPaused }, () =>
      isPaused ? 'All schedules of this vault are paused.\n' : 'The schedules of this vault go on.\n',
    )
    return exitStatus.done
  })
}
