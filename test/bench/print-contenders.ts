import type { Measured } from './measure-contenders.ts'
import { say } from './run-command.ts'

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function seconds(values: readonly number[]): string {
  return (median(values) / 1000).toFixed(2)
}

/** The median of the rounds' own ratios: both were measured beside the same noise. */
function ratio(ours: readonly number[], theirs: readonly number[]): string {
  return median(ours.map((ms, round) => ms / (theirs[round] ?? NaN))).toFixed(2)
}

/**
 * Prints what was measured; the first `ours` are Holdfast's. The ratios beside the others are: until stored, and until
 * proved in the order of ours; the restores likewise.
 */
export function printContenders(measured: readonly Measured[], ours: number): void {
  const own = measured.slice(0, ours)
  const [first] = own
  if (first === undefined) return
  const heads = own.map((_, n) => `proved ${String.fromCharCode(65 + n)} / this`)
  const restores = own.map((_, n) => `restore ${String.fromCharCode(65 + n)} / this`)
  const columns = ['what', 'backup s', 'stored / this', ...heads, 'stored MB', 'restore s', ...restores]
  say(`\n| ${columns.join(' | ')} |`)
  say(`|${'---|'.repeat(columns.length)}`)
  const storedRow = columns
    .map(() => '')
    .with(0, 'Holdfast, until stored')
    .with(1, seconds(first.storedMs))
  say(`| ${storedRow.join(' | ')} |`)
  for (const [n, row] of measured.entries()) {
    const isOurs = n < ours
    const letter = isOurs ? `${String.fromCharCode(65 + n)}: ` : ''
    const cells = [
      letter + row.name,
      seconds(row.backupMs),
      isOurs ? '' : ratio(first.storedMs, row.backupMs),
      ...own.map(({ backupMs }) => (isOurs ? '' : ratio(backupMs, row.backupMs))),
      String(Math.round(row.storedBytes / 1e6)),
      seconds(row.restoreMs),
      ...own.map(({ restoreMs }) => (isOurs ? '' : ratio(restoreMs, row.restoreMs))),
    ]
    say(`| ${cells.join(' | ')} |`)
  }
}
