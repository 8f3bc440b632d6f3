import path from 'node:path'

import type { ScanView } from '../../../shared/domain/views.ts'
import { findDatabases } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { knowFiles } from './known-files.ts'

/** Looks for SQLite files in a folder and below, by their header; the vault itself is left out. Throws FOLDER_UNREADABLE. */
export async function scanFolder(context: OperationsContext, folder: string): Promise<ScanView> {
  const { ports } = context.world
  const vault = context.session.reachable()
  const scan = await findDatabases(ports, path.resolve(folder), { except: [vault.access.folder] })
  const known = await knowFiles(ports, vault.catalog.databases.all())
  const found = []
  for (const file of scan.found) {
    const registration = await known.registrationOf(file.path)
    found.push({ ...file, registeredAs: registration?.name ?? null })
  }
  return { ...scan, found }
}
