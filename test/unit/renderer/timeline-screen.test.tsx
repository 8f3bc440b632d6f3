import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'

import { TimelineScreen } from '../../../renderer/screens/timeline/timeline-screen.tsx'
import { shortcutTarget } from '../../../renderer/state/shortcut-targets.ts'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

/** The range as the tools write it. */
const rangeText = (): string =>
  screen.getByText(/\d{4}.* to .*\d{4}/, { selector: '.tl-range' }).textContent ?? ''
const current = (): string | null => document.querySelector('li[aria-current=true]')?.textContent ?? null
const live = (): string => document.querySelector('[aria-live=polite]')?.textContent ?? ''

async function show(scene: Parameters<typeof renderWindow>[0], query = '') {
  const shown = renderWindow(scene, '/timeline', <TimelineScreen query={query} />)
  await screen.findByRole('list', { name: 'Databases' })
  return { ...shown, user: userEvent.setup() }
}

/** Shown once its answers are as the test wants them. */
function Unread() {
  const [isShown, setShown] = useState(false)
  return isShown ? (
    <TimelineScreen query="" />
  ) : (
    <button type="button" onClick={() => setShown(true)}>
      show
    </button>
  )
}

describe('the timeline by keys', () => {
  it('pans, zooms, goes from lane to lane and from backup to backup, and opens one', async () => {
    const { user } = await show('proved')
    await waitFor(() => expect(current()).toContain('8 backups'))
    const before = rangeText()
    await user.keyboard('{ArrowLeft}')
    const panned = rangeText()
    expect(panned).not.toBe(before)
    await user.keyboard('{ArrowRight}')
    expect(rangeText()).toBe(before)
    await user.keyboard('+')
    expect(rangeText()).not.toBe(before)
    await user.keyboard('-')
    expect(rangeText()).toBe(before)

    expect(current()).toContain('market_data')
    shortcutTarget('next')?.()
    await waitFor(() => expect(current()).toContain('property_data'))
    shortcutTarget('previous')?.()
    await waitFor(() => expect(current()).toContain('market_data'))

    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}')
    await waitFor(() => expect(live()).toContain('Full, weekly'))
    const newest = live()
    await user.keyboard('[[')
    await waitFor(() => expect(live()).not.toBe(newest))
    expect(live()).toMatch(
      /Taken: .* UTC\. Stored: .*\. Verdict: proved\. Kept: .*the newest of its week.*\. Goes: about .* UTC, estimated/,
    )
    shortcutTarget('open')?.()
    const side = await screen.findByRole('complementary', { name: 'Backup' })
    expect(await within(side).findByText(/the newest of week/i)).toBeDefined()
    expect(within(side).getByRole('link', { name: 'Restore' })).toBeDefined()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
  })

  it('leaves the keys to a field that is typed into', async () => {
    const { user } = await show('proved')
    await user.click(screen.getByText('Table'))
    const before = rangeText()
    await user.click(screen.getByRole('combobox', { name: 'Database of the table' }))
    await user.keyboard('{ArrowLeft}-')
    expect(rangeText()).toBe(before)
  })
})

describe('the timeline in words', () => {
  it('has a table of a lane behind the drawing, newest first', async () => {
    const { user } = await show('proved', `database=${idOf(1, 3)}`)
    await waitFor(() => expect(current()).toContain('forecast_cache'))
    await user.click(screen.getByText('Table'))
    const grid = await screen.findByRole('grid', { name: 'Backups of forecast_cache in the range' })
    const rows = within(grid).getAllByRole('row').slice(1)
    expect(rows).toHaveLength(7)
    expect(rows[0]!.textContent).toMatch(/Full daily.*proved.*the last proved one/)
    expect(rows.some((row) => row.textContent?.includes('pinned'))).toBe(true)
    expect(rows.some((row) => row.textContent?.includes('under legal hold'))).toBe(true)
  })

  it('lists what the next clean-up removes, and what it refuses to', async () => {
    const { user } = await show('mixed')
    await user.click(screen.getByRole('switch', { name: 'After the next clean-up' }))
    const side = await screen.findByRole('complementary', { name: 'After the next clean-up' })
    expect((await within(side).findByText(/would go$/)).textContent).toMatch(
      /^\d+ backups, [\d.]+ MiB would go$/,
    )
    expect(within(side).getAllByText('no rule of its policy keeps it any longer').length).toBeGreaterThan(2)
    expect(
      within(side).getByText(
        /property_data: 2 backups would go and stay, for its last backup or verification failed/,
      ),
    ).toBeDefined()
  })

  it('says that all is kept where a pin or a hold can’t be read', async () => {
    const { client } = renderWindow('proved', '/timeline', <Unread />)
    const lanes = await client.timeline.lanes()
    vi.spyOn(client.timeline, 'lanes').mockResolvedValue({ ...lanes, damagedMarks: ['.holdfast/x.json'] })
    await userEvent.setup().click(screen.getByRole('button', { name: 'show' }))
    const notice = await screen.findByRole('alert')
    expect(notice.textContent).toMatch(/All backups are kept.*1 pin or hold can’t be read: .holdfast\/x.json/)
  })

  it('counts what can’t be told apart', async () => {
    const { user } = await show('many')
    await waitFor(() => expect(current()).toContain('2,000 backups'))
    await user.click(screen.getByText('Table'))
    expect(
      await screen.findByRole('grid', { name: /^Numbers of backups of new_york_rents_00000/ }),
    ).toBeDefined()
    expect(screen.getByText(/zoom in for each backup/)).toBeDefined()
  })
})

describe('the timeline of an address', () => {
  it('shows the range and the database that it names', async () => {
    await show('proved', `database=${idOf(1, 2)}&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z`)
    expect(current()).toContain('economic_data')
    expect(rangeText()).toMatch(/^(31 Dec 2025|1 Jan 2026) to (28 Feb|1 Mar) 2026$/)
  })
})
