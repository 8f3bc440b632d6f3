import { createHash } from 'node:crypto'

import type { AuditFindingKind } from '../../../shared/domain/audit/audit-report.ts'

/** One way to change a log. `at` counts entries from 1. */
export interface Tampering {
  readonly name: string
  /** What it is found as, in a log that is proved by a key. */
  readonly found: readonly AuditFindingKind[]
  /** The entry that is named first, from the one that was touched. */
  readonly names: (at: number) => number
  /** Null: it can't be done at this place. `before`: entries in the files before this one. */
  readonly apply: (lines: readonly string[], at: number, before?: number) => readonly string[] | null
}

function replaced(lines: readonly string[], at: number, line: string): readonly string[] {
  return lines.toSpliced(at - 1, 1, line)
}

const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex')

/** Lines with all links made anew from an entry on, as one without the key can do it. */
function relinked(lines: readonly string[], from: number): readonly string[] {
  const linked = [...lines]
  for (let index = from; index < linked.length; index += 1) {
    const before = linked[index - 1]
    if (before === undefined) continue
    linked[index] = linked[index]!.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${hashOf(before)}"`)
  }
  return linked
}

function renumbered(lines: readonly string[], from: number, before: number): readonly string[] {
  return lines.map((line, index) =>
    index + 1 < from ? line : line.replace(/"seq":\d+/, `"seq":${before + index + 1}`),
  )
}

const own = (at: number): number => at

/** Every kind of change. */
export const tamperings: readonly Tampering[] = [
  {
    name: 'another user',
    found: ['changed'],
    names: own,
    apply: (lines, at) => replaced(lines, at, lines[at - 1]!.replace(/"user":"[^"]*"/, '"user":"mallory"')),
  },
  {
    name: 'a single bit',
    found: ['changed'],
    names: own,
    // The last character of the proof, which stays a hexadecimal digit.
    apply: (lines, at) =>
      replaced(
        lines,
        at,
        lines[at - 1]!.replace(/([0-9a-f])"}$/, (_, digit: string) => (digit === '1' ? '0"}' : '1"}')),
      ),
  },
  {
    name: 'another result, with all links made anew',
    found: ['changed'],
    names: own,
    apply: (lines, at) => relinked(replaced(lines, at, lines[at - 1]!.replace(/"at":"20/, '"at":"19')), at),
  },
  {
    name: 'no entry any more',
    found: ['changed', 'cut_off'],
    names: own,
    apply: (lines, at) => replaced(lines, at, lines[at - 1]!.slice(0, 40)),
  },
  {
    name: 'removed',
    found: ['removed', 'cut_off'],
    names: own,
    apply: (lines, at) => lines.toSpliced(at - 1, 1),
  },
  {
    name: 'removed, and all renumbered and linked anew',
    found: ['changed', 'cut_off'],
    names: own,
    apply: (lines, at, before = 0) =>
      relinked(renumbered(lines.toSpliced(at - 1, 1), at, before), Math.max(1, at - 1)),
  },
  {
    name: 'inserted a copy of an earlier one',
    found: ['inserted'],
    names: (at) => Math.max(1, at - 3),
    apply: (lines, at) => lines.toSpliced(at, 0, lines[Math.max(0, at - 4)]!),
  },
  {
    name: 'inserted a forged one',
    found: ['inserted', 'changed'],
    names: (at) => at + 1,
    apply: (lines, at, before = 0) =>
      lines.toSpliced(
        at,
        0,
        lines[at - 1]!.replace(/"seq":\d+/, `"seq":${before + at + 1}`).replace(
          /"prev":"[0-9a-f]{64}"/,
          `"prev":"${hashOf(lines[at - 1]!)}"`,
        ),
      ),
  },
  {
    name: 'inserted what is no entry',
    found: ['inserted', 'changed'],
    names: (at) => at + 1,
    apply: (lines, at) => (at === lines.length ? null : lines.toSpliced(at, 0, 'nothing at all')),
  },
  {
    name: 'swapped with the next',
    found: ['reordered'],
    names: own,
    apply: (lines, at) =>
      at === lines.length ? null : lines.toSpliced(at - 1, 2, lines[at]!, lines[at - 1]!),
  },
  {
    name: 'moved to the end',
    found: ['reordered'],
    names: own,
    apply: (lines, at) => (at === lines.length ? null : [...lines.toSpliced(at - 1, 1), lines[at - 1]!]),
  },
  {
    name: 'cut off',
    found: ['cut_off', 'log_missing'],
    names: own,
    apply: (lines, at) => lines.slice(0, at - 1),
  },
]
