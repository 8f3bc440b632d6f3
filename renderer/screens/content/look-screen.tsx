import { IconChevronLeft } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'

import type { ContentView, TableView } from '../../../shared/domain/look.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useBackup } from '../../state/use-answers.ts'
import { useContent } from '../../state/use-content.ts'
import { LookRows } from './look-rows.tsx'
import { LookSchema } from './look-schema.tsx'
import { LookTables } from './look-tables.tsx'

interface LookScreenProps {
  readonly backupId: string
  /** Empty: the first one that has rows. */
  readonly table: string
  readonly tab: 'rows' | 'schema'
}

/** Inside a backup, read-only: its tables, their schema and rows. The live file is not touched. */
export function LookScreen({ backupId, table, tab }: LookScreenProps) {
  const { data: backup } = useBackup(backupId)
  const { data: content, error, refetch } = useContent(backupId)
  return (
    <div className="page page-fixed">
      <Link href={`/backup/${backupId}`} className="page-back" style={{ marginBottom: -8 }}>
        <IconChevronLeft size={14} aria-hidden="true" />
        Backup
      </Link>
      <PageTitle
        title={backup === undefined ? 'Inside a backup' : `Inside ${backup.database}`}
        sentence={
          content === undefined
            ? 'Read-only. The first look at a large backup takes a while.'
            : `As observed at ${formatMoment(content.takenAt)}: ${countOf(content.tables.length, 'table or view', 'tables and views')}, ${content.encoding}. Read-only.`
        }
      />
      {content === undefined && error === null && <SkeletonLines />}
      {content === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {content !== undefined && <LoadedContent key={backupId} content={content} table={table} tab={tab} />}
    </div>
  )
}

interface LoadedContentProps {
  readonly content: ContentView
  readonly table: string
  readonly tab: LookScreenProps['tab']
}

function LoadedContent({ content, table, tab }: LoadedContentProps) {
  const [, go] = useLocation()
  const { backupId, tables } = content
  const shown = tables.find(({ name }) => name === table) ?? firstOf(tables)
  if (shown === undefined) return <EmptyState title="This backup has no table" />
  const placeOf = (name: string, at: LookScreenProps['tab']): string =>
    `/look/${backupId}/${at}/${encodeURIComponent(name)}`
  return (
    <div className="look">
      <LookTables
        tables={tables}
        shown={shown}
        onShow={(name) => go(placeOf(name, tab), { replace: true })}
      />
      <section className="look-table" aria-label={shown.name}>
        <nav className="tabs" aria-label={`Views of ${shown.name}`}>
          {(['rows', 'schema'] as const).map((one) => (
            <Link
              key={one}
              href={placeOf(shown.name, one)}
              replace
              className="tab"
              {...(one === tab ? { 'aria-current': 'page' as const } : {})}
            >
              {one === 'rows' ? 'Rows' : 'Schema'}
            </Link>
          ))}
        </nav>
        {tab === 'rows' ? (
          <LookRows key={shown.name} backupId={backupId} table={shown} />
        ) : (
          <LookSchema table={shown} />
        )}
      </section>
    </div>
  )
}

function firstOf(tables: readonly TableView[]): TableView | undefined {
  return tables.find(({ kind, rowCount }) => kind !== 'shadow' && (rowCount ?? 0) > 0) ?? tables[0]
}
