import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { useLocation } from 'wouter'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { type GridSort, nextSort } from '../../components/grid/grid-column.ts'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import type { BackupsQuestion } from '../../state/query-keys.ts'
import { readFault } from '../../state/read-fault.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useVerifyBackups } from '../../state/use-actions.ts'
import { useBackupRows } from '../../state/use-paged-rows.ts'
import { useKeepMarks } from '../../state/use-retention.ts'
import { ListSearch } from '../search/list-search.tsx'
import { backupColumns } from './backup-columns.tsx'
import { BackupDetail } from './backup-detail.tsx'
import { termOf } from './search-term.ts'

interface BackupListProps {
  /** Left out: the backups of every database. */
  readonly databaseId?: string
  /** What to show where there is none at all. */
  readonly empty: ReactNode
}

/** A list of backups of any length, asked for as it is looked at, with the detail of one beside it. */
export function BackupList({ databaseId, empty }: BackupListProps) {
  const [, go] = useLocation()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(termOf(search), 180)
  const [sort, setSort] = useState<GridSort<BackupsQuestion['sort']>>({ id: 'takenAt', descending: true })
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState<StoredBackup | null>(null)
  const question = useMemo(
    (): BackupsQuestion => ({
      ...(databaseId === undefined ? {} : { databaseId }),
      ...(asked === '' ? {} : { search: asked }),
      sort: sort.id,
      descending: sort.descending,
    }),
    [databaseId, asked, sort],
  )
  const rows = useBackupRows(question)
  const { data: kept } = useKeepMarks(databaseId)
  const columns = useMemo(
    () => backupColumns(databaseId === undefined, kept?.marks ?? []),
    [databaseId, kept],
  )
  const verify = useVerifyBackups()
  const total = rows.total ?? 0
  // Without an open backup, a database's page acts on the database itself; the list of all acts on the row it is at.
  const acted = open ?? (databaseId === undefined ? rows.rowAt(at) : undefined)
  useShortcutTargets({
    next: () => setAt(Math.min(total - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => setOpen(rows.rowAt(at) ?? null),
    verify: acted && (() => verify.mutate([acted.id])),
    restore: acted && (() => go(`/recovery/complete/${acted.databaseId}/${acted.id}`)),
  })
  if (rows.total === 0 && !rows.isPrevious && asked === '' && search === '') return empty
  return (
    <>
      <div className="tools">
        <ListSearch
          label="Search backups"
          placeholder="Search name, label, date or id"
          value={search}
          onChange={(typed) => {
            setSearch(typed)
            setAt(0)
          }}
        />
        <span className="soft small push">{rows.total === null ? '' : countOf(total, 'backup')}</span>
      </div>
      {rows.error !== null && <FaultNotice fault={readFault(rows.error)} onRetry={rows.retry} />}
      {rows.total === null && rows.error === null && <GridSkeleton />}
      {rows.total !== null && (
        <div className={`grid-full with-side ${open === null ? '' : 'is-open'}`}>
          <div className="grid">
            <DataGrid
              label="Backups"
              columns={columns}
              count={total}
              rowAt={rows.rowAt}
              keyOf={(backup) => backup.id}
              nameOf={(backup) => backup.file}
              at={at}
              onAt={setAt}
              onOpen={(backup) => setOpen(backup)}
              onLook={rows.look}
              sort={sort}
              onSort={(id) =>
                setSort(nextSort(sort, id as BackupsQuestion['sort'], id === 'takenAt' || id === 'sizeBytes'))
              }
            />
            {total === 0 && <p className="soft grid-none">No backup matches the search.</p>}
          </div>
          {open !== null && (
            <aside className="side" aria-label="Backup">
              <BackupDetail key={open.id} backup={open} onClose={() => setOpen(null)} />
            </aside>
          )}
        </div>
      )}
    </>
  )
}
