import type { DatabaseView } from '../../../shared/domain/views.ts'
import { useTakeBackups, useVerifyBackups } from '../../state/use-actions.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'

/** What can be done to some databases at once, where the vault allows it. */
export function useDatabaseIntents() {
  const backUp = useTakeBackups()
  const verify = useVerifyBackups()
  const permits = useVaultPermits()
  return {
    permits,
    isBusy: backUp.isPending || verify.isPending,
    backUp: (databases: readonly DatabaseView[]): void => {
      if (permits.canBackUp && databases.length > 0) backUp.mutate(databases.map(({ id }) => id))
    },
    /** Verifies the newest backup of each that has one. */
    verify: (databases: readonly DatabaseView[]): void => {
      const backups = databases.flatMap(({ newestBackup }) =>
        newestBackup === null ? [] : [newestBackup.id],
      )
      if (permits.canRead && backups.length > 0) verify.mutate(backups)
    },
  }
}
