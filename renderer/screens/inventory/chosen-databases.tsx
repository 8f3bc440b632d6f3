import { Button } from '@mantine/core'
import { useState } from 'react'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { RemoveDatabases } from '../database/remove-databases.tsx'
import { ApplyPolicy } from '../policies/apply/apply-policy.tsx'
import { ActButton } from '../access/act-button.tsx'
import { useDatabaseIntents } from './use-database-intents.ts'

interface ChosenDatabasesProps {
  readonly chosen: readonly DatabaseView[]
  readonly onClear: () => void
}

/** What can be done with the chosen databases. */
export function ChosenDatabases({ chosen, onClear }: ChosenDatabasesProps) {
  const intents = useDatabaseIntents()
  const [isRemoving, setIsRemoving] = useState(false)
  const [isApplying, setIsApplying] = useState(false)
  const hasBackups = chosen.some(({ newestBackup }) => newestBackup !== null)
  return (
    <div className="tools-selected">
      <strong>{countOf(chosen.length, 'database')} chosen</strong>
      <ActButton
        act="backups.start"
        onClick={() => intents.backUp(chosen)}
        disabled={!intents.permits.canBackUp}
        loading={intents.isBusy}
      >
        Back up
      </ActButton>
      <ActButton
        act="backups.verify"
        variant="default"
        onClick={() => intents.verify(chosen)}
        disabled={!intents.permits.canRead || !hasBackups}
      >
        Verify newest
      </ActButton>
      <ActButton
        act="policies.apply"
        variant="default"
        onClick={() => setIsApplying(true)}
        disabled={!intents.permits.canBackUp}
      >
        Apply policy
      </ActButton>
      <ActButton act="databases.remove" variant="default" onClick={() => setIsRemoving(true)}>
        Remove
      </ActButton>
      <Button variant="subtle" className="push" onClick={onClear}>
        Clear
      </Button>
      {isApplying && <ApplyPolicy databases={chosen} onClose={() => setIsApplying(false)} />}
      {isRemoving && (
        <RemoveDatabases
          databases={chosen}
          onClose={() => setIsRemoving(false)}
          onRemoved={() => {
            setIsRemoving(false)
            onClear()
          }}
        />
      )}
    </div>
  )
}
