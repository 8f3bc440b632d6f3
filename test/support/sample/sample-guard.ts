import type { Client } from '../../../shared/contract/contract.ts'
import {
  concludeGuardCheck,
  judgeComplaints,
  judgeTables,
  nothingFound,
  verdictOfGuard,
} from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

const what = ['broken reference', 'broken references'] as const
const words = (msa: number): string =>
  `property_data_table refers by msa = ${msa} to a row of metro that is not there`

/** A guarded change: one that is right, and in the scene `mixed` one that broke foreign keys. */
export function sampleGuard(
  store: SampleStore,
  name: SceneName,
  find: (id: string) => StoredBackup,
  others: Pick<Client, 'backups' | 'compare'>,
): Client['guard'] {
  return {
    begin: async ({ databaseId }) => {
      const [jobId] = await others.backups.start({
        databaseIds: [databaseId],
        type: 'full',
        label: 'preupdate',
      })
      return jobId!
    },
    check: async ({ backupId }) => {
      const { databaseId, database, takenAt } = find(backupId)
      const before = new Map(name === 'mixed' ? [[words(99_998), 3]] : [])
      const after = new Map([...before, ...(name === 'mixed' ? [[words(35_620), 412] as const] : [])])
      const [sizeBefore, sizeAfter] = [
        { tables: 5, rows: 2580 },
        { tables: 5, rows: 2580 },
      ]
      const checks = {
        database_readable: {
          ...nothingFound,
          status: 'passed',
          detail: 'SQLite opens it and reads its schema',
        },
        tables: judgeTables(sizeBefore, sizeAfter),
        integrity: concludeGuardCheck(nothingFound, what, 'SQLite’s integrity check holds'),
        foreign_keys: concludeGuardCheck(judgeComplaints(before, after), what, 'every reference has its row'),
      } as const
      return {
        status: verdictOfGuard({ checks }),
        databaseId,
        database,
        path: store.scene.databases.find(({ id }) => id === databaseId)?.path ?? '/srv/dcf/core/x.db',
        backupId,
        takenAt,
        observedAt: new Date().toISOString(),
        checks,
        sizeBefore,
        sizeAfter,
        difference: await others.compare.summary({ backupId }),
        notCompared: null,
      }
    },
  }
}
