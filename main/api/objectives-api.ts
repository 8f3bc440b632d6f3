import { listObjectives } from '../operations/objectives/list-objectives.ts'
import { saidObjectives, setObjective } from '../operations/objectives/set-objective.ts'
import { viewCalendar } from '../operations/objectives/view-calendar.ts'
import { viewObjective } from '../operations/objectives/view-objective.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `objectives`: what is promised, and what was achieved. */
export function objectivesApi({ operations }: ApiSurroundings) {
  const { objectives } = guarded
  return {
    list: objectives.list.handler(() => listObjectives(operations)),
    view: objectives.view.handler(({ input }) => viewObjective(operations, input.databaseId, input)),
    calendar: objectives.calendar.handler(({ input }) => viewCalendar(operations, input.databaseId)),
    said: objectives.said.handler(({ input }) => saidObjectives(operations, input.databaseId)),
    set: objectives.set.handler(({ input }) => {
      const { of, parts } = input
      const subject =
        of.kind === 'tier'
          ? { kind: 'tier' as const, tier: of.tier }
          : { kind: 'database' as const, database: of.databaseId }
      return setObjective(operations, subject, () => parts)
    }),
  }
}
