import { findBackup } from '../operations/backups/find-backup.ts'
import { chanceFrom } from '../operations/drills/chance.ts'
import { chooseDrills } from '../operations/drills/choose-drills.ts'
import { keepAssertions } from '../operations/drills/keep-assertions.ts'
import { startDetection } from '../operations/drills/start-detection.ts'
import { startDrill } from '../operations/drills/start-drill.ts'
import { viewAssertions, viewDrill, viewDrills, viewDrillsOf } from '../operations/drills/view-drills.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `drills`: proof that backups can be brought back. */
export function drillsApi({ operations }: ApiSurroundings) {
  const { drills } = guarded
  const { session } = operations
  return {
    list: drills.list.handler(() => viewDrills(operations)),
    ofDatabase: drills.ofDatabase.handler(({ input }) => viewDrillsOf(operations, input.databaseId)),
    drilled: drills.drilled.handler(({ input }) =>
      session.known().catalog.drills.page(input.databaseId, input.offset, input.limit),
    ),
    get: drills.get.handler(({ input }) => viewDrill(operations, input.backupId)),
    start: drills.start.handler(({ input }) => {
      const vault = session.reachable()
      const chosen = input.databaseIds.flatMap((id) => {
        if (input.onlyNewest) return vault.catalog.backups.newest(id) ?? []
        const chance = chanceFrom(operations.world.ports.ids)
        return chooseDrills(vault, id, chance).map(({ backup }) => backup)
      })
      return chosen.map((backup) => startDrill(operations, backup).id)
    }),
    startOne: drills.startOne.handler(
      ({ input }) => startDrill(operations, findBackup(session.reachable(), input.backupId)).id,
    ),
    proveDetection: drills.proveDetection.handler(({ input }) => {
      const { backupId, kind, part } = input
      return startDetection(operations, findBackup(session.reachable(), backupId), { kind, part }).id
    }),
    assertions: drills.assertions.handler(({ input }) => viewAssertions(operations, input.databaseId)),
    keepAssertions: drills.keepAssertions.handler(async ({ input }) => {
      await keepAssertions(operations, input.databaseId, input.assertions)
    }),
  }
}
