import type { Client } from '../../../shared/contract/contract.ts'
import { nameFromFile } from '../../../shared/domain/database-name.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { ago, databaseOf, hour } from './make-records.ts'
import { registeredWith } from './scene-policies.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'
import { makeScene } from './scenes.ts'

/** Databases: registered, changed and removed in memory. */
export function sampleDatabases(store: SampleStore): Client['databases'] {
  const find = (id: string): DatabaseView => {
    const found = store.scene.databases.find((one) => one.id === id)
    if (found === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: id })
    return found
  }
  const put = (databases: readonly DatabaseView[]): void => {
    store.scene = { ...store.scene, databases }
    store.hub.tell({ topic: 'databases' })
  }
  const addOne = (path: string, tier: string): DatabaseView => {
    const name = nameFromFile(path.slice(path.lastIndexOf('/') + 1))
    const seed = { n: 500 + store.scene.databases.length, name, tier, bytes: 1_204_224, backups: [] }
    const [registered] = registeredWith([databaseOf(seed)], store.scene.policies)
    const added = { ...registered!, path }
    put([...store.scene.databases, added])
    return added
  }
  return {
    list: async () => store.scene.databases,
    get: async ({ databaseId }) => find(databaseId),
    overview: async () => {
      const { databases, activity, backups } = store.scene
      const provedAt = databases
        .map(({ newestBackup }) => newestBackup?.lastValidation.checkedAt ?? '')
        .sort()
      return {
        databases,
        provedCount: databases.filter(({ newestProvedAt }) => newestProvedAt !== null).length,
        lastProvedAt: provedAt.at(-1) || null,
        recent: activity.slice(0, 300),
        recentCount: Math.min(activity.length, 300),
        storage: {
          storedBytes: databases.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
          backupCount: Math.max(
            backups.length,
            databases.reduce((sum, { backupCount }) => sum + backupCount, 0),
          ),
          archiveCount: store.archives.length,
          freeBytes: store.scene.vault.state === 'unreachable' ? null : 212_000_000_000,
        },
      }
    },
    add: async ({ paths, tier }) =>
      paths.map((path) =>
        /\.(db|sqlite)$/.test(path)
          ? { path, added: true, database: addOne(path, tier ?? 'core') }
          : { path, added: false, fault: { code: 'SOURCE_NOT_SQLITE', path, looksEncrypted: false } },
      ),
    scan: async ({ folder }) => ({
      found: ['ledger.db', 'rents.sqlite', 'old/archive_2024.db', 'market_data.db', 'cache/forecast.bin'].map(
        (name, n) => ({
          path: `${folder}/${name}`,
          sizeBytes: 900_000 * (n + 1) ** 2,
          modifiedAt: ago(n * 9 * hour),
          registeredAs: name === 'market_data.db' ? 'market_data' : null,
        }),
      ),
      unreadable: [{ path: `${folder}/private`, errno: 'EACCES' }],
      filesSeen: 1204,
    }),
    change: async ({ databaseId, name, tier, path }) => {
      const changed = {
        ...find(databaseId),
        ...(name && { name }),
        ...(tier && { tier }),
        ...(path && { path }),
      }
      put(store.scene.databases.map((one) => (one.id === databaseId ? changed : one)))
      return changed
    },
    remove: async ({ databaseId, confirmName }) => {
      const one = find(databaseId)
      if (confirmName !== one.name) throw new SampleFault({ code: 'RESTORE_NOT_CONFIRMED', path: one.path })
      put(store.scene.databases.filter(({ id }) => id !== databaseId))
    },
    createDemo: async () => {
      await new Promise((resolve) => setTimeout(resolve, 600))
      const demo = makeScene('proved')
      store.scene = { ...demo, vault: store.scene.vault }
      store.hub.tell({ topic: 'databases' })
      return { databases: demo.databases, backups: demo.backups.length }
    },
  }
}
