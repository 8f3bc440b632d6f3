import { describe, expect, it } from 'vitest'

import { baseFor, brokenLinkOf } from '../../../shared/domain/chain.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import {
  distanceMsOf,
  newestNotAfter,
  pointsAround,
  type RecoveryPoint,
} from '../../../shared/domain/recovery-point.ts'
import { backupOf, validationAt } from '../operations/record-samples.ts'

function stored(n: number, part: Partial<StoredBackup> = {}): StoredBackup {
  const backup = backupOf(1, n)
  return { ...backup, lastValidation: backup.validation, lastDrill: null, ...part }
}

function needing(...backups: readonly StoredBackup[]): Pick<StoredBackup, 'needs'> {
  return { needs: backups.map(({ id, file }) => ({ id, file })) }
}

const damaged = { lastValidation: validationAt('2026-02-01T00:00:00.000Z', 'failed') }
const full = stored(1)
const first = stored(2, { type: 'incremental', ...needing(full) })
const second = stored(3, { type: 'incremental', ...needing(full, first) })

function finding(...known: readonly StoredBackup[]): (id: string) => StoredBackup | null {
  return (id) => known.find((one) => one.id === id) ?? null
}

describe('a chain', () => {
  it('is whole when everything it needs is there and not known to be damaged', () => {
    expect(brokenLinkOf(second, finding(full, first, second))).toBeNull()
    expect(brokenLinkOf(full, finding(full))).toBeNull()
  })

  it('names the link that is missing or damaged', () => {
    expect(brokenLinkOf(second, finding(full))).toEqual({
      backupId: first.id,
      file: first.file,
      because: 'missing',
    })
    expect(brokenLinkOf(second, finding({ ...full, ...damaged }, first))).toEqual({
      backupId: full.id,
      file: full.file,
      because: 'damaged',
    })
    expect(brokenLinkOf({ ...full, ...damaged }, finding(full))?.because).toBe('damaged')
  })
})

describe('what a change is stored against', () => {
  it('is the newest whole backup for an increment, the newest whole full for a differential', () => {
    const all = [second, first, full]
    expect(baseFor('incremental', all, finding(...all))?.id).toBe(second.id)
    expect(baseFor('differential', all, finding(...all))?.id).toBe(full.id)
  })

  it('is never one whose chain is broken, nor one without rows', () => {
    const schema = stored(9, { type: 'schema' })
    expect(baseFor('incremental', [schema, second, full], finding(full, second))?.id).toBe(full.id)
    const broken = { ...full, ...damaged }
    expect(baseFor('incremental', [second, first, broken], finding(second, first, broken))).toBeNull()
    expect(baseFor('differential', [second, first], finding(second, first))).toBeNull()
    const reason = { level: 'D1', detail: 'other bytes' } as const
    const at = { drilledAt: '2026-02-01T00:00:00.000Z', restoreMs: null }
    const red = { ...full, lastDrill: { verdict: 'failed', ...at, reason } } as const
    expect(baseFor('incremental', [first, red], finding(first, red))).toBeNull()
  })

  it('is, of two backups of one moment, the one that needs fewer others', () => {
    const merged = stored(7, { takenAt: second.takenAt })
    for (const order of [
      [second, merged, full],
      [merged, second, full],
    ]) {
      expect(baseFor('incremental', order, finding(...order, first))?.id).toBe(merged.id)
    }
  })
})

function point(takenAt: string, unchangedUntil: string | null = null): RecoveryPoint {
  const { id: backupId, type, label, file, sourceBytes } = full
  const facts = {
    backupId,
    type,
    label,
    file,
    sourceBytes,
    chainLength: 1,
    newestNeededId: null,
    broken: null,
  }
  return { ...facts, takenAt, unchangedUntil, state: 'proved' }
}

describe('the points around a moment', () => {
  const points = ['08', '10', '12'].map((hour) => point(`2026-11-27T${hour}:00:00.000Z`))

  it('are the newest not after it first, then the next after it', () => {
    const hours = (list: readonly RecoveryPoint[]): readonly string[] =>
      list.map(({ takenAt }) => takenAt.slice(11, 13))
    const around = pointsAround(points, '2026-11-27T10:00:00.000Z')
    expect(hours(around.atOrBefore)).toEqual(['10', '08'])
    expect(hours(around.after)).toEqual(['12'])
    expect(hours(pointsAround(points, '2026-11-27T07:59:59.999Z').atOrBefore)).toEqual([])
    expect(hours(pointsAround(points, '2027-01-01T00:00:00.000Z').atOrBefore)).toEqual(['12', '10', '08'])
  })

  it('are answered by the whole one of a moment, where a merge made a second of it', () => {
    const { takenAt } = points[1]!
    const broken = { backupId: full.id, file: null, because: 'missing' } as const
    const lost: RecoveryPoint = { ...points[1]!, backupId: 'lost', state: 'failed', broken }
    const merged: RecoveryPoint = { ...points[1]!, backupId: 'merged' }
    for (const pair of [
      [lost, merged],
      [merged, lost],
    ]) {
      expect(newestNotAfter([points[0]!, ...pair, points[2]!], takenAt)?.backupId).toBe('merged')
    }
    // An older moment is never meant instead.
    expect(newestNotAfter([points[0]!, lost], takenAt)?.backupId).toBe('lost')
    expect(newestNotAfter(points, '2026-11-27T07:59:59.999Z')).toBeNull()
  })

  it('are as far away as the last moment at which their state was seen', () => {
    const wish = '2026-11-27T11:00:00.000Z'
    expect(distanceMsOf(points[1]!, wish)).toBe(3_600_000)
    expect(distanceMsOf(point(points[1]!.takenAt, '2026-11-27T10:45:00.000Z'), wish)).toBe(900_000)
    expect(distanceMsOf(point(points[1]!.takenAt, '2026-11-27T11:30:00.000Z'), wish)).toBe(0)
  })
})
