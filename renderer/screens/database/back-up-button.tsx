import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'

import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { useTakeBackupOf } from '../../state/use-actions.ts'
import { ActButton } from '../access/act-button.tsx'

interface BackUpButtonProps {
  readonly database: DatabaseView
  readonly isPossible: boolean
  readonly isBusy: boolean
  readonly onFull: () => void
}

const types: readonly { readonly type: BackupType; readonly title: string; readonly says: string }[] = [
  { type: 'full', title: 'Full', says: 'the whole database; needs no other backup' },
  { type: 'incremental', title: 'Incremental', says: 'what changed since the last backup' },
  { type: 'differential', title: 'Differential', says: 'what changed since the last full' },
  { type: 'schema', title: 'Schema only', says: 'no rows' },
]

/** Takes a full backup; the part beside it offers the other types. Where a change has no base, a full is taken and says why. */
export function BackUpButton({ database, isPossible, isBusy, onFull }: BackUpButtonProps) {
  const take = useTakeBackupOf()
  // A file that is gone can't be backed up: what it needs stands out instead.
  const variant = database.sourceExists ? 'filled' : 'default'
  return (
    <Button.Group>
      <ActButton
        act="backups.start"
        variant={variant}
        onClick={onFull}
        disabled={!isPossible}
        loading={isBusy || take.isPending}
      >
        Back up
      </ActButton>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActButton
            act="backups.start"
            variant={variant}
            disabled={!isPossible}
            px={6}
            aria-label="Back up as another type"
            className="split-part"
          >
            <IconChevronDown size={14} />
          </ActButton>
        </Menu.Target>
        <Menu.Dropdown>
          {types.map(({ type, title, says }) => (
            <Menu.Item key={type} onClick={() => take.mutate({ databaseId: database.id, type })}>
              {title} <span className="soft small">{says}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  )
}
