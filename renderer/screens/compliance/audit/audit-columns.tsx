import { entryOutcome, entryTitle, factsLine } from '../../../../shared/domain/audit/audit-words.ts'
import type { AuditEntry } from '../../../../shared/domain/audit/audit-entry.ts'
import type { AuditedOperation } from '../../../../shared/domain/audit/operations-of-entries.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Age } from '../../../components/age.tsx'
import type { GridColumn } from '../../../components/grid/grid-column.ts'

const classes: Readonly<Record<string, string>> = {
  done: 'is-proved',
  partly_done: 'is-at-risk',
  failed: 'is-failed',
  cancelled: 'is-at-risk',
  refused: 'is-failed',
}

/** How what came of it is drawn. */
export function outcomeClass({ result, kind }: Pick<AuditEntry, 'result' | 'kind'>): string {
  if (result !== null) return classes[result] ?? ''
  return kind === 'intent' || kind === 'job_intent' ? 'is-at-risk' : 'soft'
}

/** The columns of the audit log. */
export const auditColumns: readonly GridColumn<AuditedOperation>[] = [
  {
    id: 'when',
    header: 'When (UTC)',
    width: 152,
    cell: ({ entry }) => <span className="num">{formatMoment(entry.at).replace(' UTC', '')}</span>,
  },
  {
    id: 'age',
    header: 'Age',
    width: 58,
    align: 'right',
    spare: 3,
    cell: ({ entry }) => <Age at={entry.at} short />,
  },
  {
    id: 'who',
    header: 'Who',
    width: 110,
    cell: ({ entry }) => (
      <span className="grid-name" title={`${entry.user} on ${entry.machine}`}>
        {entry.user}
      </span>
    ),
  },
  {
    id: 'what',
    header: 'What',
    width: 180,
    grow: 1,
    cell: ({ entry }) => <span className={entry.act === null ? 'soft' : ''}>{entryTitle(entry)}</span>,
  },
  {
    id: 'result',
    header: 'Result',
    width: 96,
    cell: ({ entry }) => <span className={outcomeClass(entry)}>{entryOutcome(entry)}</span>,
  },
  {
    id: 'facts',
    header: 'Of what',
    width: 120,
    grow: 1.6,
    spare: 2,
    cell: ({ entry }) => (
      <span className="soft" title={factsLine(entry)}>
        {factsLine(entry)}
      </span>
    ),
  },
  {
    id: 'seq',
    header: 'Entry',
    width: 64,
    align: 'right',
    spare: 1,
    cell: ({ entry }) => <span className="num soft">{entry.seq}</span>,
  },
]
