import { ActionIcon } from '@mantine/core'
import { IconGavel, IconPin, IconPinFilled } from '@tabler/icons-react'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { usePin } from '../../state/use-retention.ts'
import { useWhyNot } from '../../state/use-access.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { marksOf } from './marks-of.ts'

interface KeepCellProps {
  readonly backup: StoredBackup
  readonly marks: readonly KeepMark[]
}

function KeepCell({ backup, marks }: KeepCellProps) {
  const { isPinned, holds } = marksOf(marks, backup)
  const { mutate, isPending } = usePin()
  const permits = useVaultPermits()
  const whyNot = useWhyNot('retention.pin')
  const Icon = isPinned ? IconPinFilled : IconPin
  return (
    <span className="row keep-cell">
      <ActionIcon
        size={20}
        variant="subtle"
        color={isPinned ? 'sea' : 'gray'}
        aria-label={`Pin ${backup.file}`}
        aria-pressed={isPinned}
        disabled={!permits.canBackUp || whyNot !== null || isPending}
        title={whyNot ?? undefined}
        tabIndex={-1}
        onClick={() => mutate({ backupId: backup.id, isPinned: !isPinned })}
      >
        <Icon size={14} />
      </ActionIcon>
      {holds.length > 0 && (
        <span title={`Legal hold: ${listWords(holds.map(({ name }) => name))}`}>
          <IconGavel size={14} aria-hidden="true" />
          <span className="visually-hidden">Legal hold</span>
        </span>
      )}
    </span>
  )
}

/** What keeps a backup whatever its policy says; its pin is set and taken away here. */
export function keepColumn(marks: readonly KeepMark[]): GridColumn<StoredBackup> {
  return {
    id: 'kept',
    header: 'Kept',
    width: 46,
    spare: 6,
    hint: 'Pinned, or under a legal hold: kept whatever its policy says',
    cell: (backup) => <KeepCell backup={backup} marks={marks} />,
  }
}
