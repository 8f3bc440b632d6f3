import { describe, expect, it } from 'vitest'

import { doneSentence } from '../../../renderer/text/job-words.ts'
import { overviewSentence } from '../../../renderer/text/overview-words.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import { sampleBackend } from '../../support/sample/sample-backend.ts'

describe('the sentence of the overview', () => {
  it('says what can be restored and since when that is known', async () => {
    const overview = await sampleBackend('proved').client.databases.overview()
    expect(overviewSentence(overview, Date.now(), true)).toBe(
      '4 of 4 databases can be restored. Last proved 12 minutes ago.',
    )
  })

  it('promises nothing while the vault is not there', async () => {
    const overview = await sampleBackend('unreachable').client.databases.overview()
    expect(overviewSentence(overview, Date.now(), false)).toBe(
      'Nothing can be restored while the vault is not there; 7 of 8 databases have a proved backup in it.',
    )
  })
})

const job = (kind: JobView['kind'], database: string, remark?: JobView['remark']): JobView => ({
  remark,
  id: database,
  kind,
  state: 'done',
  isScheduled: false,
  databaseId: database,
  database,
  queuedAt: '2026-11-27T17:00:00.000Z',
  startedAt: '2026-11-27T17:00:00.000Z',
  endedAt: '2026-11-27T17:00:00.900Z',
  progress: { step: 'proving', doneBytes: 1, totalBytes: 1 },
  bytesPerSecond: null,
  timeLeftMs: null,
})

describe('the notice of jobs that are done', () => {
  it('names one, and counts several', () => {
    expect(doneSentence([job('backup', 'a')])).toBe('Backup of a is done in 0.90 s.')
    expect(doneSentence([job('backup', 'a'), job('backup', 'b')])).toBe('2 backups are done.')
    expect(doneSentence([job('backup', 'a'), job('verify', 'b')])).toBe('2 jobs are done.')
  })

  it('does not call it a backup where nothing was stored, and says where a full was taken', () => {
    const unchanged = job('backup', 'a', 'unchanged')
    expect(doneSentence([unchanged])).toBe('a is as its newest backup has it. Nothing was stored.')
    expect(doneSentence([unchanged, job('backup', 'b')])).toBe(
      '2 backups are done; nothing had changed in 1 of them.',
    )
    expect(doneSentence([unchanged, unchanged])).toBe(
      '2 backups are done; nothing had changed in any of them.',
    )
    expect(doneSentence([job('backup', 'a', 'full_instead')])).toBe(
      'A full backup of a is done in 0.90 s: no earlier one could be built on.',
    )
  })
})
