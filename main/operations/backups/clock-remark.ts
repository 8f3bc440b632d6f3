import type { BackupRecord } from '../../../shared/domain/backup-record.ts'

const remark =
  /^Taken after the backup of (\S+), although the clock said an earlier time: one of the two times is wrong\.$/

/**
 * What a backup about to be taken should remember where the clock says an earlier time than that of the newest backup there is (UTC,
 * ISO 8601): by their times alone it would pass for the older of the two. None where the times are in order.
 */
export function clockRemarks(newestTakenAt: string | undefined, now: string): readonly string[] {
  if (newestTakenAt === undefined || now >= newestTakenAt) return []
  return [
    `Taken after the backup of ${newestTakenAt}, although the clock said an earlier time: one of the two times is wrong.`,
  ]
}

/** The moment that a backup remembers to be later than, by such a remark; null for one whose time can be believed. */
export function takenAfter({ remarks }: BackupRecord): string | null {
  return remarks.map((one) => remark.exec(one)?.[1]).find((moment) => moment !== undefined) ?? null
}

/** Which was taken first: by their times, but for what a remark knows better. Negative: `one` was. */
export function compareTaken(one: BackupRecord, other: BackupRecord): number {
  const [oneAfter, otherAfter] = [takenAfter(one), takenAfter(other)]
  const keys = [
    [oneAfter ?? one.takenAt, otherAfter ?? other.takenAt],
    [oneAfter === null ? '' : 'after', otherAfter === null ? '' : 'after'],
    [one.takenAt, other.takenAt],
  ] as const
  const [a, b] = keys.find(([left, right]) => left !== right) ?? ['', '']
  return a === b ? 0 : a < b ? -1 : 1
}
