import type { ComparisonView, ObjectChange, TableChange } from '../../../shared/domain/comparison.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { tableOf } from './print-table.ts'

function number(title: string, value: (one: TableChange) => number) {
  return { title, isNumber: true, value: (one: TableChange) => formatCount(value(one)) }
}

/** Schema objects and tables that a comparison is about, as two tables with an empty line after each; what has no lines is left out. */
export function differenceText({ schema, tables }: Pick<ComparisonView, 'schema' | 'tables'>): string {
  const changed = tableOf(
    [
      { title: 'SCHEMA', value: (one: ObjectChange) => `${one.kind} ${one.name}` },
      { title: 'CHANGE', value: (one) => one.change },
    ],
    schema,
  )
  const counts = tableOf(
    [
      { title: 'TABLE', value: (one) => one.table },
      number('ADDED', (one) => one.added),
      number('CHANGED', (one) => one.changed),
      number('REMOVED', (one) => one.removed),
      number('SAME', (one) => one.same),
      { title: 'NOTE', value: (one) => one.notCompared ?? '' },
    ],
    tables,
  )
  return [changed, counts].map((text) => (text === '' ? '' : `${text}\n`)).join('')
}
