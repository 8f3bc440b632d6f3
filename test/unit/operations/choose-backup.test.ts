import path from 'node:path'

import { expect, it } from 'vitest'

import { unknownValidation, type Validation } from '../../../shared/domain/validation.ts'
import { openCatalog } from '../../../main/operations/catalog/open-catalog.ts'
import { clockRemarks, takenAfter } from '../../../main/operations/backups/clock-remark.ts'
import { chooseBackup } from '../../../main/operations/restores/choose-backup.ts'
import { clockWarnings } from '../../../main/operations/restores/clock-warnings.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupOf, idOf, validationAt } from './record-samples.ts'

function failedIn(check: 'data_consistency' | 'checksum_match'): Validation {
  const passed = validationAt('2026-06-01T00:00:00.000Z', 'passed')
  const failure = { status: 'failed' as const, detail: 'broken', durationMs: 1 }
  return { ...passed, status: 'failed', checks: { ...passed.checks, [check]: failure } }
}

it('restores what passed; else the newest true copy of a source that was wrong; never what was damaged in the vault', () => {
  const catalog = openCatalog(path.join(tempFolder(), 'c.db'))
  try {
    const choose = (): string => chooseBackup(catalog, idOf(1), 'database_1').id
    catalog.backups.put(backupOf(1, 4, { validation: failedIn('checksum_match') }), null)
    expect(choose).toThrow('NO_BACKUP')
    catalog.backups.put(backupOf(1, 2, { validation: failedIn('data_consistency') }), null)
    catalog.backups.put(backupOf(1, 3, { validation: failedIn('data_consistency') }), null)
    expect(choose()).toBe(backupOf(1, 3).id)
    catalog.backups.put(backupOf(1, 1), null)
    expect(choose()).toBe(backupOf(1, 1).id)
    // What was found of it can't be told: not known to be damaged.
    catalog.backups.put(backupOf(1, 5), unknownValidation('its record can’t be read'))
    expect(choose()).toBe(backupOf(1, 5).id)
  } finally {
    catalog.close()
  }
})

it('takes for the newest what was taken last, also where the clock was set back in between', () => {
  const catalog = openCatalog(path.join(tempFolder(), 'c.db'))
  const taken = (minute: number): string => backupOf(1, minute).takenAt
  try {
    let newestTime: string | undefined
    const choices: string[] = []
    // The clock of each in minutes: it is set back after 120 and after 150, and jumps ahead for 9000.
    for (const minute of [110, 120, 5, 60, 121, 150, 30, 9000, 160, 161]) {
      const remarks = clockRemarks(newestTime, taken(minute))
      catalog.backups.put(backupOf(1, minute, { remarks }), null)
      const chosen = chooseBackup(catalog, idOf(1), 'database_1')
      choices.push(`${minute} ${chosen.takenAt === taken(minute)} ${takenAfter(chosen) ?? 'in order'}`)
      if (newestTime === undefined || taken(minute) > newestTime) newestTime = taken(minute)
    }
    expect(choices).toEqual([
      '110 true in order',
      '120 true in order',
      `5 true ${taken(120)}`,
      `60 true ${taken(120)}`,
      '121 true in order',
      '150 true in order',
      `30 true ${taken(150)}`,
      '9000 true in order',
      `160 true ${taken(9000)}`,
      `161 true ${taken(9000)}`,
    ])
    const warned = (minute: number): string => {
      const point = catalog.backups.get(backupOf(1, minute).id)
      return point === null ? 'not there' : clockWarnings(catalog, point).join(' ')
    }
    expect(warned(9000)).toContain('database_1_full_161.db.zst was taken after this backup')
    expect(warned(161)).toContain(`This backup was taken after the one of ${taken(9000)}`)
    expect(warned(150)).toContain('database_1_full_30.db.zst was taken after this backup')
    expect(warned(110)).toContain('database_1_full_30.db.zst was taken after this backup')
  } finally {
    catalog.close()
  }
})
