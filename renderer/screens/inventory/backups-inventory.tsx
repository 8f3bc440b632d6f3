import { Button } from '@mantine/core'
import { Link } from 'wouter'

import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useOverview } from '../../state/use-answers.ts'
import { BackupList } from '../backup/backup-list.tsx'
import { storedWords } from '../../text/stored-words.ts'
import { InventoryTabs } from './inventory-tabs.tsx'

/** Every backup of the vault. */
export function BackupsInventory() {
  const { data: overview } = useOverview()
  const storage = overview?.storage
  return (
    <div className="page page-fixed">
      <PageTitle
        title="Inventory"
        sentence={storage && `${storedWords(storage)}, ${formatBytes(storage.storedBytes)} stored.`}
      />
      <InventoryTabs />
      <BackupList
        empty={
          <EmptyState
            title="No backup is stored yet"
            actions={
              <Button component={Link} href="/inventory">
                To the databases
              </Button>
            }
          >
            The first backup of a database appears here as soon as it is published.
          </EmptyState>
        }
      />
    </div>
  )
}
