import type { AddResult } from '../../shared/contract/databases-contract.ts'
import { changeDatabase, removeDatabase } from '../operations/databases/change-database.ts'
import { registerDatabases } from '../operations/databases/register-databases.ts'
import { scanFolder } from '../operations/databases/scan-folder.ts'
import { viewDatabase, viewDatabases, viewOverview } from '../operations/databases/view-databases.ts'
import { createDemo } from '../operations/demo/create-demo.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `databases`: what is registered, and how it is protected. */
export function databasesApi({ operations }: ApiSurroundings) {
  const { databases } = guarded
  return {
    overview: databases.overview.handler(() => viewOverview(operations)),
    list: databases.list.handler(() => viewDatabases(operations)),
    get: databases.get.handler(({ input }) => viewDatabase(operations, input.databaseId)),
    add: databases.add.handler(async ({ input }) => {
      const results = await registerDatabases(operations, input)
      return Promise.all(
        results.map(async (result): Promise<AddResult> => {
          const { path } = result
          if ('fault' in result) return { path, added: false, fault: result.fault }
          return { path, added: true, database: await viewDatabase(operations, result.record.id) }
        }),
      )
    }),
    scan: databases.scan.handler(({ input, signal }) => scanFolder(operations, input.folder, signal)),
    change: databases.change.handler(async ({ input }) => {
      const record = await changeDatabase(operations, input)
      return viewDatabase(operations, record.id)
    }),
    remove: databases.remove.handler(({ input }) =>
      removeDatabase(operations, input.databaseId, input.confirmName),
    ),
    createDemo: databases.createDemo.handler(async ({ input }) => {
      const { records, backups } = await createDemo(operations, input.folder)
      const views = await Promise.all(records.map((record) => viewDatabase(operations, record.id)))
      return { databases: views, backups }
    }),
  }
}
