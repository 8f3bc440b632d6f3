import type { DrillLevel, LevelOutcome } from './drill.ts'

/** What can happen to a stored file, and is planted in a copy to see whether it is found. */
export const corruptionKinds = ['bit', 'zeroes', 'cut', 'longer', 'empty', 'gone'] as const
export type CorruptionKind = (typeof corruptionKinds)[number]

/** The files of a backup that it is planted in. */
export const corruptedParts = ['payload', 'pages', 'manifest'] as const
export type CorruptedPart = (typeof corruptedParts)[number]

/** What was done, in words that follow a file's name. */
export const corruptionWords: Readonly<Record<CorruptionKind, string>> = {
  bit: 'one bit was turned',
  zeroes: 'a stretch of it was overwritten',
  cut: 'its end was cut off',
  longer: 'bytes were added to its end',
  empty: 'it was emptied',
  gone: 'it was removed',
}

/** A part of a backup in words. */
export const partWords: Readonly<Record<CorruptedPart, string>> = {
  payload: 'payload',
  pages: 'page index',
  manifest: 'manifest',
}

/** Each can be planted in each part: which ones, where a person does not say. `chance`: from 0 up to, not including, 1. */
export function chooseCorruption(chance: number): { kind: CorruptionKind; part: CorruptedPart } {
  const all = corruptionKinds.flatMap((kind) => corruptedParts.map((part) => ({ kind, part })))
  return all[Math.floor(chance * all.length)]!
}

/** The first level that can find it: each rests on those before it. */
export function levelThatShouldFind(kind: CorruptionKind, part: CorruptedPart): DrillLevel {
  if (part === 'manifest' || (kind !== 'bit' && kind !== 'zeroes')) return 'D0'
  return part === 'payload' ? 'D1' : 'D2'
}

/** What a planted corruption showed: that drills find what they are to find, on a copy that is gone again. */
export interface DetectionReport {
  readonly backupId: string
  readonly database: string
  /** The backup's payload, relative to the vault. */
  readonly file: string
  readonly kind: CorruptionKind
  readonly part: CorruptedPart
  /** Where it was planted, relative to the vault. */
  readonly planted: string
  /** The first byte that it changed; null where the file's length or being there is what changed. */
  readonly atByte: number | null
  /** Of the copy before anything was planted in it: every one was shown. */
  readonly before: readonly LevelOutcome[]
  /** Of the same copy after it. */
  readonly after: readonly LevelOutcome[]
  /** The level that should find it, and the one that did. */
  readonly expectedAt: DrillLevel
  readonly foundAt: DrillLevel
  readonly detail: string
  /** UTC, ISO 8601. */
  readonly shownAt: string
  readonly durationMs: number
}
