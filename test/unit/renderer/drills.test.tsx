import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import {
  arrangeDrills,
  dueOf,
  standingDrill,
  toldDrill,
} from '../../../renderer/screens/drills/arrange-drills.ts'
import { assertionsOf, draftsOf, newDraft } from '../../../renderer/screens/drills/assertion-draft.ts'
import { drillsSentence } from '../../../renderer/text/drill-words.ts'
import { defaultThresholds } from '../../../shared/domain/health/health-report.ts'
import { judgeHealth } from '../../../shared/domain/health/judge-health.ts'
import type { DatabaseDrills, NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

vi.setConfig({ testTimeout: 30_000 })
afterEach(cleanup)

const passed: NamedDrill = {
  backupId: 'b',
  file: 'daily/b.db',
  takenAt: '2026-11-01T00:00:00.000Z',
  verdict: 'passed',
  drilledAt: '2026-11-02T00:00:00.000Z',
  restoreMs: 12,
  reached: 'D7',
  reason: null,
}
const one = (database: string, part: Partial<DatabaseDrills>): DatabaseDrills => ({
  databaseId: database,
  database,
  last: passed,
  red: null,
  dueAt: '2026-11-09T00:00:00.000Z',
  assertionCount: 0,
  ...part,
})
const failed: NamedDrill = {
  ...passed,
  verdict: 'failed',
  reached: 'D0',
  reason: { level: 'D1', detail: 'other' },
}
const all = [
  one('a', {}),
  // Its newest backup passed since, and an older one is still red.
  one('b', { red: failed }),
  one('c', { last: { ...passed, verdict: 'inconclusive', reached: 'D1' } }),
  one('d', { last: null, dueAt: null }),
]

describe('the list of drills', () => {
  it('has the worst first; what was never drilled is no pass', () => {
    const sorted = arrangeDrills(all, '', { id: 'verdict', descending: false })
    expect(sorted.map(({ database }) => database)).toEqual(['b', 'c', 'd', 'a'])
    expect(arrangeDrills(all, 'never', { id: 'name', descending: false })).toEqual([all[3]])
    const view = { databases: all, withoutBackup: 0, nextRoundAt: null, isActedOn: true }
    expect(drillsSentence(view)).toBe(
      '1 of 4 databases passed the last drill, 1 failed, 1 inconclusive, 1 never drilled.',
    )
  })

  it('tells of the drill that its verdict stands for, and of no other beside it', () => {
    expect(toldDrill(all[1]!)).toBe(failed)
    expect(toldDrill(all[0]!)).toBe(passed)
    const byReached = arrangeDrills(all, '', { id: 'reached', descending: false })
    expect(byReached.map(({ database }) => database)).toEqual(['b', 'c', 'a', 'd'])
    // A backup that a later drill found nothing out of is as red as before.
    const unknown = { ...passed, verdict: 'inconclusive', reached: 'D1' } as const
    const { verdict, drilledAt, restoreMs, reached, reason } = failed
    const concluded = { verdict: 'failed', drilledAt, restoreMs, reached: reached!, reason: reason! } as const
    expect(standingDrill({ ...unknown, concluded })).toMatchObject({ verdict, reached: 'D0', reason })
    expect(standingDrill(unknown)).toBe(unknown)
    expect(standingDrill(null)).toBeNull()
  })

  it('knows what is due', () => {
    const due = (at: string): readonly string[] => dueOf(all, Date.parse(at)).map(({ database }) => database)
    expect(due('2026-11-08T23:59:59.000Z')).toEqual(['d'])
    expect(due('2026-11-09T00:00:00.000Z')).toHaveLength(4)
  })

  it('drills what is chosen, and shows what came of it', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('mixed', '/recovery/drills', <Routes />)
    await screen.findByText(/passed the last drill, 2 failed/)
    await user.click(await screen.findByLabelText('Choose economic_data'))
    await user.click(screen.getByRole('button', { name: 'Drill newest' }))
    await screen.findByText(/passed the last drill, 1 failed/)
    const { databases } = await client.drills.list()
    expect(databases.find(({ database }) => database === 'economic_data')?.last?.verdict).toBe('passed')
  })
})

describe('a drill', () => {
  it('shows each level, and what was asserted with what it gave', async () => {
    renderWindow('mixed', `/recovery/drills/backup/${idOf(2, 700)}`, <Routes />)
    const levels = within(await screen.findByRole('list', { name: 'Levels' })).getAllByRole('listitem')
    expect(levels).toHaveLength(8)
    expect(levels[6]!.textContent).toContain('failed')
    const table = within(await screen.findByRole('region', { name: 'Assertions' }))
    expect(table.getByText('Contradicted')).toBeTruthy()
    expect(table.getByText('2101')).toBeTruthy()
  })

  it('shows on a copy that damage is found', async () => {
    const user = userEvent.setup()
    renderWindow('proved', `/recovery/drills/backup/${idOf(2, 0)}`, <Routes />)
    await user.selectOptions(await screen.findByLabelText('To the copy of its'), 'manifest')
    await user.click(screen.getByRole('button', { name: 'Corrupt a copy and drill it' }))
    expect(await screen.findByText('The planted corruption was found by D0')).toBeTruthy()
  })
})

describe('an older backup with a red drill', () => {
  it('needs a person, though the newest is proved', async () => {
    const red = {
      backupId: idOf(2, 9),
      drilledAt: passed.drilledAt,
      level: 'D1',
      detail: 'other bytes',
    } as const
    const of = { databaseId: idOf(1, 1), database: 'property_data', drillableSince: passed.takenAt }
    const facts = { now: passed.drilledAt, databases: [], storage: null, unknown: [] }
    renderWindow('proved', '/', <Routes />, ({ client }) => {
      const drills = [{ ...of, lastConclusiveAt: passed.drilledAt, reds: [red] }]
      const report = judgeHealth({ ...facts, drills }, defaultThresholds)
      vi.spyOn(client.health, 'report').mockResolvedValue({ report, watchedBy: null })
    })
    const needs = within(await screen.findByRole('region', { name: 'What needs a person' }))
    expect(await needs.findByText(/could not be brought back as it was\. D1: other bytes/)).toBeTruthy()
    expect(needs.queryByText(/Nothing\./)).toBeNull()
    const evidence = needs.getByRole('link', { name: 'Evidence of the drill of property_data' })
    expect(evidence.getAttribute('href')).toBe(`/recovery/drills/backup/${red.backupId}`)
  })
})

describe('assertions', () => {
  it('are typed, refused while they are none, and kept', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', `/recovery/drills/${idOf(1, 1)}/assertions`, <Routes />)
    await user.click(await screen.findByRole('button', { name: 'Add an assertion' }))
    const keep = screen.getByRole('button', { name: 'Keep' })
    await user.type(screen.getByLabelText('Assertion 1: what it says'), 'rows')
    expect(keep).toHaveProperty('disabled', true)
    await user.type(
      screen.getByLabelText('Assertion 1: statement'),
      'SELECT count(*) FROM property_data_table',
    )
    await user.click(keep)
    await waitFor(async () => {
      const { kept } = await client.drills.assertions({ databaseId: idOf(1, 1) })
      expect(kept).toMatchObject({
        assertions: [{ name: 'rows', expected: { kind: 'at_least', value: 1 }, of: 'every_backup' }],
      })
    })
  })

  it('come back out of the fields as they went in', () => {
    const assertions = [
      { name: 'a', sql: 'SELECT 1', expected: { kind: 'equals', value: 1 }, of: 'every_backup' },
      { name: 'b', sql: 'SELECT 1', expected: { kind: 'equals', value: '1' }, of: 'newest_backup' },
      { name: 'c', sql: 'SELECT 1', expected: { kind: 'equals', value: null }, of: 'every_backup' },
      { name: 'd', sql: 'SELECT 1', expected: { kind: 'at_most', value: -1.5 }, of: 'every_backup' },
      { name: 'e', sql: 'SELECT 1', expected: { kind: 'no_row' }, of: 'every_backup' },
    ] as const
    expect(assertionsOf(draftsOf(assertions))).toEqual(assertions)
    const draft = { ...newDraft([]), name: 'n', sql: 'SELECT 1', value: 'many' }
    expect(assertionsOf([draft])).toHaveProperty('problem')
  })
})

describe('health', () => {
  it('shows what degrades it and how it was', async () => {
    renderWindow('mixed', '/alerts/health', <Routes />)
    expect(await screen.findByText('85 % of the vault’s file system used')).toBeTruthy()
    const history = within(await screen.findByRole('region', { name: 'History' }))
    expect(
      (await history.findAllByText('no program was running, or the machine was off')).length,
    ).toBeGreaterThan(0)
    expect(history.getAllByText('Degraded').length).toBeGreaterThan(1)
  })
})
