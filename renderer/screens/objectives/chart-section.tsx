import { Button, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'

import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Notice } from '../../components/notice.tsx'
import type { ChartTable } from './chart-table.ts'
import { csvOf, exportName, pngOf, saveFile } from './export-chart.ts'

interface ChartSectionProps {
  readonly title: string
  /** What it comes to, in a sentence. */
  readonly sentence: ReactNode
  readonly database: string
  /** Names the files. */
  readonly name: string
  readonly table: ChartTable
  readonly children: ReactNode
}

/** A chart with what it says in words, the table behind it, and both as files. */
export function ChartSection({ title, sentence, database, name, table, children }: ChartSectionProps) {
  const [shows, setShows] = useState<'chart' | 'table'>('chart')
  const [problem, setProblem] = useState<string | null>(null)
  const chart = useRef<HTMLDivElement>(null)
  const save = (ending: string, content: Blob): void =>
    saveFile(`${exportName(database, name, Date.now())}.${ending}`, content)
  const savePng = (): void => {
    const svg = chart.current?.querySelector<SVGSVGElement>('svg.objective-chart, .recharts-surface')
    if (svg == null) return setProblem('The chart is not drawn yet.')
    setProblem(null)
    pngOf(svg, `${database}: ${title}`).then(
      (blob) => save('png', blob),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <section className="section chart-section" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        <span className="section-note">{sentence}</span>
        <div className="row push no-print">
          <SegmentedControl
            size="xs"
            aria-label={`Show ${title} as`}
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
            value={shows}
            onChange={(value) => setShows(value === 'table' ? 'table' : 'chart')}
          />
          <Button
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden="true" />}
            aria-label={`Save ${title} as CSV`}
            onClick={() => save('csv', new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }))}
          >
            CSV
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden="true" />}
            aria-label={`Save ${title} as PNG`}
            disabled={shows === 'table'}
            onClick={savePng}
          >
            PNG
          </Button>
        </div>
      </div>
      {problem !== null && (
        <Notice kind="failed" title="The picture was not saved">
          <p>{problem}</p>
        </Notice>
      )}
      {shows === 'table' ? <TableBehind title={title} table={table} /> : <div ref={chart}>{children}</div>}
    </section>
  )
}

function TableBehind({ title, table }: { readonly title: string; readonly table: ChartTable }) {
  const { columns, rows } = table
  if (rows.length === 0) return <p className="soft">There is nothing in this range.</p>
  return (
    // A list that is longer than its box is scrolled with the keyboard, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="chart-table" tabIndex={0} aria-label={`${title}, table`}>
      <table>
        <caption className="visually-hidden">
          {title}: {formatCount(rows.length)} rows
        </caption>
        <thead>
          <tr>
            {columns.map(({ title: heading, isNumber }) => (
              <th key={heading} scope="col" className={isNumber === true ? 'is-right' : ''}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, n) => (
                <td key={columns[n]!.title} className={columns[n]!.isNumber === true ? 'is-right num' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
