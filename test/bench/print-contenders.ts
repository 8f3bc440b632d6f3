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

const letterOf = (n: number): string => String.fromCharCode(65 + n)
const wallOf = (takes: Measured['backups']): readonly number[] => takes.map(({ wallMs }) => wallMs)
const cpuOf = (takes: Measured['backups']): readonly number[] => takes.map(({ cpuMs }) => cpuMs)

function cellsOf(row: Measured, n: number, own: readonly Measured[]): readonly string[] {
  const beside = n < own.length ? () => '' : ratio
  const backup = wallOf(row.backups)
  const restore = wallOf(row.restores)
  return [
    n < own.length ? `${letterOf(n)}: ${row.name}` : row.name,
    seconds(backup),
    seconds(cpuOf(row.backups)),
    beside(own[0]?.storedMs ?? [], backup),
    ...own.map(({ backups }) => beside(wallOf(backups), backup)),
    ...own.map(({ backups }) => beside(cpuOf(backups), cpuOf(row.backups))),
    String(Math.round(row.storedBytes / 1e6)),
    seconds(restore),
    ...own.map(({ restores }) => beside(wallOf(restores), restore)),
  ]
}

/** Prints what was measured; the first `ours` are Holdfast's, and the ratios beside the others are of each of them. */
export function printContenders(measured: readonly Measured[], ours: number): void {
  const own = measured.slice(0, ours)
  const each = (what: string): readonly string[] => own.map((_, n) => `${what} ${letterOf(n)} / this`)
  const columns = [
    'what',
    'backup s',
    'CPU s',
    'stored / this',
    ...each('proved'),
    ...each('CPU'),
    'stored MB',
    'restore s',
    ...each('restore'),
  ]
  say(`\n| ${columns.join(' | ')} |`)
  say(`|${'---|'.repeat(columns.length)}`)
  const stored = own.flatMap(({ storedMs }) => storedMs)
  const storedRow = columns
    .map(() => '')
    .with(0, 'Holdfast, until stored')
    .with(1, seconds(stored))
  for (const row of [storedRow, ...measured.map((one, n) => cellsOf(one, n, own))])
    say(`| ${row.join(' | ')} |`)
}
