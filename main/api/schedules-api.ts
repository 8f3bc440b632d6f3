import { setSchedulesPaused, viewSchedules } from '../operations/schedules/view-schedules.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `schedules`: what runs by itself. */
export function schedulesApi({ operations }: ApiSurroundings) {
  const { schedules } = guarded
  return {
    view: schedules.view.handler(() => viewSchedules(operations)),
    pause: schedules.pause.handler(() => setSchedulesPaused(operations, true)),
    resume: schedules.resume.handler(() => setSchedulesPaused(operations, false)),
  }
}
