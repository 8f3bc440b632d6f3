import path from 'node:path'

import { expect, it } from 'vitest'

import type { Validation } from '../../../shared/domain/validation.ts'
import { openCatalog } from '../../../main/operations/catalog/open-catalog.ts'
import { chooseBackup } from '../../../main/operations/restores/choose-backup.ts'
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
  } finally {
    catalog.close()
  }
})
