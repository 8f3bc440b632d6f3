import path from 'node:path'

import { composeBackend } from '../../../main/compose/compose-backend.ts'
import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { clientInProcess } from '../../../main/wire/client-in-process.ts'
import { noDoors } from '../../support/no-doors.ts'
import type { Client } from '../../../shared/contract/contract.ts'

/**
 * Does something through the contract before the program starts, on the same home: what was open then is open there.
 * Vaults are made without encryption where `folder/vault` is created by `withVault`.
 */
export async function prepare<T>(homeFolder: string, work: (client: Client) => Promise<T>): Promise<T> {
  const env = {
    ...process.env,
    HOLDFAST_HOME: homeFolder,
    HOLDFAST_KEYCHAIN: 'off',
    HOLDFAST_SCHEDULES: 'off',
  }
  const backend = await composeBackend({
    by: 'browser',
    host: noDoors,
    jobs: (logger) => forkWithNode({ logger }),
    homeFolder,
    env,
  })
  try {
    return await work(clientInProcess({ router: backend.router, context: { ...backend.context } }))
  } finally {
    await backend.close()
  }
}

/** A vault in `folder/vault` with the given database files registered. Answers their ids. */
export function withVault(homeFolder: string, folder: string, paths: readonly string[]): Promise<string[]> {
  return prepare(homeFolder, async (client) => {
    await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
    if (paths.length === 0) return []
    const added = await client.databases.add({ paths: [...paths] })
    return added.map((one) => (one.added ? one.database.id : ''))
  })
}
