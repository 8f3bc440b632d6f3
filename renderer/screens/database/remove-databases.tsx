import { useState } from 'react'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { ConfirmNameDialog } from '../../components/confirm-name-dialog.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useRemoveDatabase } from '../../state/use-database-actions.ts'

interface RemoveDatabasesProps {
  readonly databases: readonly DatabaseView[]
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Ends registrations, after the name was typed; for several, how many they are. Files and backups stay. */
export function RemoveDatabases({ databases, onClose, onRemoved }: RemoveDatabasesProps) {
  const remove = useRemoveDatabase()
  const [isBusy, setIsBusy] = useState(false)
  const [first] = databases
  const isOne = databases.length === 1
  const removeAll = async (): Promise<void> => {
    setIsBusy(true)
    try {
      for (const { id, name } of databases) await remove.mutateAsync({ databaseId: id, confirmName: name })
      onRemoved()
    } catch {
      // Shown below: what was removed before it stays removed.
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <ConfirmNameDialog
      title={isOne ? `Remove ${first?.name ?? ''}` : `Remove ${countOf(databases.length, 'database')}`}
      name={isOne ? (first?.name ?? '') : String(databases.length)}
      action="Remove"
      isBusy={isBusy}
      onConfirm={() => void removeAll()}
      onClose={onClose}
    >
      <p>
        {isOne
          ? 'The registration ends'
          : `The registrations of ${listWords(
              databases.map(({ name }) => name),
              5,
            )} end`}
        : no backups are taken any more.
      </p>
      <p>
        The database {isOne ? 'file' : 'files'} and{' '}
        {countOf(
          databases.reduce((sum, one) => sum + one.backupCount, 0),
          'backup',
        )}{' '}
        stay, and can still be restored.
      </p>
      {remove.error !== null && <FaultNotice fault={readFault(remove.error)} />}
    </ConfirmNameDialog>
  )
}
