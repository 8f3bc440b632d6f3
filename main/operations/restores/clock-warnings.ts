import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { compareTaken, takenAfter } from '../backups/clock-remark.ts'
import type { Catalog } from '../catalog/open-catalog.ts'

const lookedAt = 50

/** What a plan should say where a clock was set back, so that the times of two backups don’t tell which is the newer. */
export function clockWarnings(catalog: Catalog, point: StoredBackup): readonly string[] {
  const { databaseId } = point
  const question = { databaseId, sort: 'takenAt', descending: true, offset: 0, limit: lookedAt } as const
  const later = catalog.backups
    .page(question)
    .rows.filter((one) => one.takenAt < point.takenAt && compareTaken(one, point) > 0)
    .toSorted(compareTaken)
    .at(-1)
  const earlierMoment = takenAfter(point)
  return [
    ...(later === undefined
      ? []
      : [
          `${later.file} was taken after this backup, although its time (${later.takenAt}) is earlier: the clock was set back in between. What changed between the two is not in this backup.`,
        ]),
    ...(earlierMoment === null
      ? []
      : [
          `This backup was taken after the one of ${earlierMoment}, although its time is earlier: one of the two times is wrong, and with it what is said to be lost.`,
        ]),
  ]
}
