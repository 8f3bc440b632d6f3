import { Button, NativeSelect } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link, useLocation } from 'wouter'

import type { ComparedSide, ComparisonView } from '../../../shared/domain/comparison.ts'
import type { RecoveryPoint } from '../../../shared/domain/recovery-point.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import type { CompareQuestion } from '../../state/query-keys.ts'
import { readFault } from '../../state/read-fault.ts'
import { useBackup } from '../../state/use-answers.ts'
import { useComparison } from '../../state/use-content.ts'
import { usePoints } from '../../state/use-points.ts'
import { typeWords } from '../../text/backup-words.ts'
import { ComparedSchema } from './compared-schema.tsx'
import { ComparedTables } from './compared-tables.tsx'
import { ExportSql } from './export-sql.tsx'

interface CompareScreenProps {
  readonly backupId: string
  /** Empty: the live database. */
  readonly otherId: string
}

/** A backup beside the live database or another backup: what differs, from the backup to the other side. */
export function CompareScreen({ backupId, otherId }: CompareScreenProps) {
  const question = useMemo(
    (): CompareQuestion => ({ backupId, ...(otherId === '' ? {} : { otherBackupId: otherId }) }),
    [backupId, otherId],
  )
  const { data: backup } = useBackup(backupId)
  const { data: comparison, error, isFetching, refetch } = useComparison(question)
  return (
    <div className="page page-wide">
      <Link href={`/backup/${backupId}`} className="page-back">
        <IconChevronLeft size={14} aria-hidden="true" />
        Backup
      </Link>
      <PageTitle
        title={backup === undefined ? 'Compare' : `Compare ${backup.database}`}
        sentence={
          comparison === undefined
            ? 'Both sides are read; nothing is changed.'
            : differenceSentence(comparison)
        }
        actions={
          <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
            Compare again
          </Button>
        }
      />
      {backup !== undefined && (
        <OtherSide
          backupId={backupId}
          takenAt={backup.takenAt}
          databaseId={backup.databaseId}
          otherId={otherId}
        />
      )}
      {comparison === undefined && error === null && <SkeletonLines />}
      {comparison === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {comparison !== undefined && (
        <>
          <p className="soft">
            From {sideWords(comparison.left)} to {sideWords(comparison.right)}.
          </p>
          <ComparedSchema objects={comparison.schema} />
          <ComparedTables sides={question} tables={comparison.tables} />
          <ExportSql sides={question} />
        </>
      )}
    </div>
  )
}

function sideWords(side: ComparedSide): string {
  return side.kind === 'live'
    ? `the live database as observed at ${formatMoment(side.observedAt)}`
    : `the backup of ${formatMoment(side.takenAt)}`
}

function differenceSentence({ schema, tables }: ComparisonView): string {
  const differing = tables.filter(({ added, changed, removed }) => added + changed + removed > 0).length
  const unknown = tables.filter(({ notCompared }) => notCompared !== null).length
  const left = unknown === 0 ? '' : ` ${countOf(unknown, 'table')} could not be compared.`
  if (differing + schema.length === 0) {
    return `${unknown === 0 ? 'The two are the same: schema and every row.' : 'No difference was found.'}${left}`
  }
  return `${countOf(differing, 'table differs', 'tables differ')}, ${countOf(schema.length, 'schema object')} as well.${left}`
}

interface OtherSideProps {
  readonly backupId: string
  readonly takenAt: string
  readonly databaseId: string
  readonly otherId: string
}

function OtherSide({ backupId, takenAt, databaseId, otherId }: OtherSideProps) {
  const [, go] = useLocation()
  const { data: points = [] } = usePoints(databaseId)
  const others = points.filter((point) => point.backupId !== backupId && point.broken === null).toReversed()
  return (
    <NativeSelect
      size="xs"
      w={420}
      maw="100%"
      label={`The backup of ${formatMoment(takenAt)} is compared with`}
      value={otherId}
      data={[
        { value: '', label: 'the live database, as it is now' },
        ...others.map((point) => ({ value: point.backupId, label: pointLabel(point) })),
      ]}
      onChange={(event) => {
        const other = event.currentTarget.value
        go(`/compare/${backupId}${other === '' ? '' : `/${other}`}`, { replace: true })
      }}
    />
  )
}

function pointLabel({ takenAt, type }: RecoveryPoint): string {
  return `the backup of ${formatMoment(takenAt)}, ${typeWords[type].toLowerCase()}`
}
