import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import type { JobReport } from '../../../shared/contract/jobs-contract.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import { type CheckName, checkNames, type CheckOutcome } from '../../../shared/domain/validation.ts'
import { ago, idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

const jobId = idOf(3, 77)

/** A restore of market_data that ended, and what it reported. */
function showEnded(part: Partial<JobView>, report: Omit<JobReport, 'job'> = {}) {
  const shown = renderWindow('proved', '/recovery', <Routes />)
  const job: JobView = {
    id: jobId,
    kind: 'restore',
    state: 'done',
    isScheduled: false,
    databaseId: idOf(1, 0),
    database: 'market_data',
    backupId: idOf(2, 0),
    targetPath: '/srv/dcf/core/market_data.db',
    queuedAt: ago(4000),
    startedAt: ago(4000),
    endedAt: ago(1000),
    progress: { step: 'replacing', doneBytes: 1, totalBytes: 1 },
    bytesPerSecond: null,
    timeLeftMs: null,
    ...part,
  }
  shown.store.scene = { ...shown.store.scene, jobs: [job] }
  shown.store.reports.set(jobId, { job, ...report })
  shown.location.navigate(`/recovery/job/${jobId}`)
  return shown
}

const passed: CheckOutcome = { status: 'passed', detail: '', durationMs: 1 }

function restoredWith(
  root: string,
  outcomes: Partial<Record<CheckName, CheckOutcome>>,
): JobReport['restored'] {
  const checks = Object.fromEntries(checkNames.map((name) => [name, outcomes[name] ?? passed])) as Record<
    CheckName,
    CheckOutcome
  >
  const hasFailed = Object.values(checks).some(({ status }) => status === 'failed')
  return {
    target: '/srv/dcf/core/market_data.db',
    root,
    bytes: 4096,
    durationMs: 170,
    safetyBackupId: null,
    setAside: null,
    validation: { status: hasFailed ? 'failed' : 'passed', checkedAt: ago(1000), integrity: null, checks },
  }
}

const unsure: readonly Fault[] = [
  { code: 'RESTORE_UNPROVED', path: '/srv/dcf/core/market_data.db', detail: '3 of 81 pages differ' },
  { code: 'JOB_DIED', how: 'killed by SIGKILL' },
]

describe('a restore of which nobody knows how far it came', () => {
  it.each(unsure)('($code) shows what is at the target now, and plans it again', async (fault) => {
    const user = userEvent.setup()
    showEnded({ state: 'failed', fault })
    const known = await screen.findByRole('region', { name: 'What is known' })
    await within(known).findByText(/A database of .*, changed/)
    expect(await within(known).findByText(/No safety backup was stored since the restore began/)).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Plan it again' }))
    await screen.findByText('Is lost')
    expect(screen.getByLabelText(/to replace what is at the target/)).toBeTruthy()
  })

  it('names the safety backup that it took, and resumes operations when asked', async () => {
    const user = userEvent.setup()
    const { store } = showEnded({ state: 'failed', fault: unsure[1], startedAt: ago(4000) })
    const [first, ...rest] = store.scene.backups
    const safety = { ...first!, id: idOf(2, 999), label: 'preupdate' as const, takenAt: ago(3000) }
    store.scene = {
      ...store.scene,
      backups: [safety, first!, ...rest],
      databases: store.scene.databases.map((one) => ({ ...one, recoveryStartedAt: ago(4000) })),
    }
    store.hub.tell({ topic: 'databases' })
    expect((await screen.findByRole('link', { name: idOf(2, 999) })).getAttribute('href')).toBe(
      `/backup/${idOf(2, 999)}`,
    )
    await user.click(await screen.findByRole('button', { name: 'Resume operations' }))
    expect(store.scene.databases[0]?.recoveryStartedAt).toBeUndefined()
  })

  it('is told apart from one that left its target as it was', async () => {
    showEnded({ state: 'failed', fault: { code: 'RESTORE_PROOF_FAILED', detail: 'a page' } })
    await screen.findByText('The restore of market_data failed.')
    expect(screen.queryByRole('region', { name: 'What is known' })).toBeNull()
  })

  it('plans again for the file it went to', async () => {
    const user = userEvent.setup()
    showEnded({ state: 'failed', fault: unsure[1], targetPath: '/srv/copy.db' })
    await user.click(await screen.findByRole('link', { name: 'Plan it again' }))
    await screen.findByText('Is lost')
    expect(screen.getByText('/srv/copy.db')).toBeTruthy()
  })
})

describe('the proof', () => {
  const notShown: CheckOutcome = {
    status: 'not_applicable',
    detail: 'The copy was committed as one transaction. 3 of 81 pages differ from the backup.',
    durationMs: 1,
  }

  it('says exactly what was shown and what not, where programs wrote on', async () => {
    showEnded({}, { restored: restoredWith('', { checksum_match: notShown }) })
    await screen.findByText('Restored; that the live file equals its backup could not be shown')
    expect(screen.getByText(/^Shown: .*in one transaction|^Shown: .*as one transaction/)).toBeTruthy()
    expect(screen.getByText(/^Not shown: /)).toBeTruthy()
    expect(screen.getByText(/checksums match/).textContent).toBe('checksums match: not shown')
    expect(screen.getByText(/Not comparable: programs had written/)).toBeTruthy()
    expect(screen.getByText(/Not taken: the file was written to again/)).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('tells defects that the source had from a restore that is wrong', async () => {
    const { store } = showEnded({})
    const root = store.scene.backups.find(({ id }) => id === idOf(2, 0))!.root
    const failed: CheckOutcome = { status: 'failed', detail: 'foreign key', durationMs: 1 }
    store.reports.set(jobId, {
      ...store.reports.get(jobId)!,
      restored: restoredWith(root, { data_consistency: failed }),
    })
    await screen.findByText('What was restored is what was backed up, with the defects it had then')
    expect(screen.getByText('The two are equal.')).toBeTruthy()
  })

  it('is a failure where the roots differ', async () => {
    showEnded({}, { restored: restoredWith('0'.repeat(64), {}) })
    await screen.findByText('What was restored is not what was backed up')
    expect(screen.getByText('The two differ.')).toBeTruthy()
  })
})
