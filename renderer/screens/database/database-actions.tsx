import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useMergeChain } from '../../state/use-points.ts'
import { useResumeOperations } from '../../state/use-restore-actions.ts'
import { HoldDialog } from '../backup/hold-dialog.tsx'
import { useDatabaseIntents } from '../inventory/use-database-intents.ts'
import { ActButton, ActItem } from '../access/act-button.tsx'
import { BackUpButton } from './back-up-button.tsx'
import { ContentItems } from './content-items.tsx'
import { ChangeDatabase } from './change-database.tsx'
import { RemoveDatabases } from './remove-databases.tsx'

/** What can be done with one database. */
export function DatabaseActions({ database }: { readonly database: DatabaseView }) {
  const [, go] = useLocation()
  const [open, setOpen] = useState<'change' | 'remove' | 'hold' | null>(null)
  const intents = useDatabaseIntents()
  const resume = useResumeOperations()
  const merge = useMergeChain()
  const hasBackup = database.newestBackup !== null
  const hasChain = (database.newestBackup?.needs.length ?? 0) > 0
  const restore = (): void => {
    if (hasBackup && intents.permits.canRead) go(`/recovery/complete/${database.id}`)
  }
  useShortcutTargets({
    backUp: () => intents.backUp([database]),
    verify: () => intents.verify([database]),
    restore,
  })
  return (
    <>
      {database.recoveryStartedAt !== undefined && (
        <ActButton
          act="restore.resumeOperations"
          loading={resume.isPending}
          onClick={() => resume.mutate(database.id)}
        >
          Resume operations
        </ActButton>
      )}
      <BackUpButton
        database={database}
        isPossible={intents.permits.canBackUp && database.sourceExists}
        isBusy={intents.isBusy}
        onFull={() => intents.backUp([database])}
      />
      <ActButton
        act="backups.verify"
        variant="default"
        onClick={() => intents.verify([database])}
        disabled={!hasBackup || !intents.permits.canRead}
      >
        Verify newest
      </ActButton>
      <Button
        variant={database.sourceExists ? 'default' : 'filled'}
        onClick={restore}
        disabled={!hasBackup || !intents.permits.canRead}
      >
        Restore
      </Button>
      <ActButton
        act="guard.begin"
        variant="default"
        onClick={() => go(`/database/${database.id}/guard`)}
        disabled={!intents.permits.canBackUp || !database.sourceExists}
      >
        Guard a change
      </ActButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More actions">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <ContentItems database={database} canRead={intents.permits.canRead} />
          <ActItem
            act="points.merge"
            disabled={!hasChain || !intents.permits.canBackUp}
            onClick={() => merge.mutate(database.id)}
          >
            Make a new full out of the chain
          </ActItem>
          <ActItem act="retention.hold" disabled={!intents.permits.canBackUp} onClick={() => setOpen('hold')}>
            Place a legal hold
          </ActItem>
          <Menu.Divider />
          <ActItem act="databases.change" onClick={() => setOpen('change')}>
            Change name, path or tier
          </ActItem>
          <ActItem act="databases.remove" color="red" onClick={() => setOpen('remove')}>
            Remove from the inventory
          </ActItem>
        </Menu.Dropdown>
      </Menu>
      {open === 'hold' && (
        <HoldDialog
          target={{ databaseId: database.id }}
          keeps={`every backup of ${database.name}, also those to come`}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'change' && <ChangeDatabase database={database} onClose={() => setOpen(null)} />}
      {open === 'remove' && (
        <RemoveDatabases
          databases={[database]}
          onClose={() => setOpen(null)}
          onRemoved={() => go('/inventory')}
        />
      )}
    </>
  )
}
