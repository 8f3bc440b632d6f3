import { keepsRpo, keepsRto, type ObjectivesView } from '../../../shared/domain/objectives/objective-views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useObjectives } from '../../state/use-objectives.ts'
import { setView } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'
import { ObjectivesGrid } from './objectives-grid.tsx'

/** Whether every promise is kept now, in a sentence. */
export function objectivesSentence({ rows, nowMs }: ObjectivesView): string {
  const rpos = rows.map(({ promised, provedStateAtMs }) => keepsRpo(promised.rpo, provedStateAtMs, nowMs))
  const promisedCount = rpos.filter((keeps) => keeps !== null).length
  const keptCount = rpos.filter((keeps) => keeps === true).length
  const slow = rows.filter(({ promised, rto }) => keepsRto(promised.rto.complete, rto) === false).length
  const unmeasured = rows.filter(({ rto }) => rto.kind !== 'measured').length
  const unpromised = rows.filter(({ promised }) => promised.rto.complete.kind === 'not_promised').length
  const rpo =
    promisedCount === 0
      ? 'No RPO is promised of any database.'
      : `${formatCount(keptCount)} of ${countOf(promisedCount, 'database')} within the RPO.`
  const rto =
    slow > 0
      ? `${countOf(slow, 'database')} took longer to bring back than promised.`
      : unmeasured > 0
        ? `${countOf(unmeasured, 'database')} not yet brought back and measured.`
        : unpromised > 0
          ? `Each was brought back and measured; of ${countOf(unpromised, 'database')} no RTO is promised.`
          : 'Each was brought back within its RTO.'
  return `${rpo} ${rto}`
}

/** What is promised and what is achieved of every database. */
export function ObjectivesScreen() {
  const { data: view, error, refetch } = useObjectives()
  return (
    <div className="page page-fixed">
      <PageTitle
        title="Objectives"
        sentence={view === undefined || view.rows.length === 0 ? undefined : objectivesSentence(view)}
      />
      {view === undefined && error === null && <GridSkeleton />}
      {view === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {view !== undefined && view.problem !== null && (
        <Notice kind="risk" title="What was promised can’t be read">
          <p>Defaults are shown, and no alert is opened or resolved: {view.problem}.</p>
        </Notice>
      )}
      {view?.rows.length === 0 && (
        <EmptyState
          title="No database is registered yet"
          actions={
            <ActButton act="databases.add" onClick={() => setView({ isAddingDatabases: true })}>
              Add databases
            </ActButton>
          }
        >
          What is promised of each database, and what its backups and drills achieve, is shown here.
        </EmptyState>
      )}
      {view !== undefined && view.rows.length > 0 && <ObjectivesGrid rows={view.rows} />}
    </div>
  )
}
