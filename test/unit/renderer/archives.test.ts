import { describe, expect, it } from 'vitest'

import { archiveSentence, archiveState } from '../../../renderer/text/archive-words.ts'
import { systemArchiveFile, type StoredArchive } from '../../../shared/domain/system-archive.ts'
import { unknownValidation } from '../../../shared/domain/validation.ts'
import { hashOf, idOf, validationAt } from '../../support/sample/make-records.ts'

const takenAt = '2026-11-01T08:00:00.000Z'
const nowMs = Date.parse('2026-11-01T09:00:00.000Z')

function archiveWith(part: Partial<StoredArchive>): StoredArchive {
  const validation = validationAt(takenAt)
  return {
    archiveId: idOf(10, 1),
    vaultId: idOf(9, 1),
    takenAt,
    slotAt: null,
    file: systemArchiveFile(takenAt),
    sizeBytes: 1,
    sha256: hashOf(1),
    durationMs: 1,
    databases: [],
    missing: [],
    validation,
    lastValidation: validation,
    ...part,
  }
}

const gap = [{ name: 'market_data', why: 'There is no file at its path.' }]

describe('an archive of the complete system', () => {
  it('is proved only when it is complete and its newest checks passed', () => {
    const failed = validationAt(takenAt, ['checksum_match'])
    expect(archiveState(archiveWith({}))).toBe('proved')
    expect(archiveState(archiveWith({ missing: gap }))).toBe('at_risk')
    expect(archiveState(archiveWith({ lastValidation: failed, missing: gap }))).toBe('failed')
    expect(archiveState(archiveWith({ lastValidation: unknownValidation('damaged') }))).toBe('stored')
  })

  it('says so, and what is missing', () => {
    expect(archiveSentence(archiveWith({ missing: gap }), nowMs)).toBe(
      'Every backup in it passed its checks 1 hour ago. 1 part missing: market_data.',
    )
    const failed = validationAt(takenAt, ['checksum_match'])
    expect(archiveSentence(archiveWith({ lastValidation: failed }), nowMs)).toContain('failed its checks')
    const unknown = unknownValidation('damaged')
    expect(archiveSentence(archiveWith({ lastValidation: unknown }), nowMs)).toContain('not known')
  })

  it('is named in UTC, the second of one second with a number', () => {
    expect(systemArchiveFile(takenAt)).toBe('monthly/full_system_monthly_20261101_080000.tar.gz')
    expect(systemArchiveFile(takenAt, 2)).toBe('monthly/full_system_monthly_20261101_080000_2.tar.gz')
  })
})
