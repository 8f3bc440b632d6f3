import { type } from '@orpc/contract'
import { z } from 'zod'

import type { Fault } from '../domain/fault.ts'
import type { DatabaseView, OverviewView, ScanView } from '../domain/views.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { databaseNameField, idField, pathField, tierField } from './fields.ts'

/** What became of one path that was to be registered. */
export type AddResult =
  | { readonly path: string; readonly added: true; readonly database: DatabaseView }
  | { readonly path: string; readonly added: false; readonly fault: Fault }

export const databasesContract = {
  overview: forViewer.output(type<OverviewView>()),
  list: forViewer.output(type<readonly DatabaseView[]>()),
  get: forViewer.input(z.object({ databaseId: idField })).output(type<DatabaseView>()),
  add: forOperator
    .input(
      z.object({
        paths: z.array(pathField).min(1).max(10_000),
        name: databaseNameField.optional(),
        tier: tierField.optional(),
      }),
    )
    .output(type<readonly AddResult[]>()),
  scan: forOperator.input(z.object({ folder: pathField })).output(type<ScanView>()),
  change: forOperator
    .input(
      z.object({
        databaseId: idField,
        name: databaseNameField.optional(),
        tier: tierField.optional(),
        path: pathField.optional(),
      }),
    )
    .output(type<DatabaseView>()),
  /** Ends the registration. Its backups stay in the vault and can still be restored. */
  remove: forAdministrator.input(z.object({ databaseId: idField, confirmName: z.string() })),
  /** Makes the four demo databases in a folder, registers them, and takes some weeks of backups. Progress comes as jobs. */
  createDemo: forOperator
    .input(z.object({ folder: pathField }))
    .output(type<{ readonly databases: readonly DatabaseView[]; readonly backups: number }>()),
}
