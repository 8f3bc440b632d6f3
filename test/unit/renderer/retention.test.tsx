import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

vi.setConfig({ testTimeout: 30_000 })

/** The page of a database that has a policy, and backups. */
function showDatabase(scene: 'proved' | 'chains' = 'proved') {
  const databaseId = idOf(1, 1)
  return { ...renderWindow(scene, `/database/${databaseId}`, <Routes />), databaseId }
}

describe('a pin', () => {
  it('is set in the list, is seen in the detail, and is taken away there', async () => {
    const user = userEvent.setup()
    const { client, databaseId } = showDatabase()
    const [pin] = await screen.findAllByRole('button', { name: /^Pin .+\.db/ })
    expect(pin!.getAttribute('aria-pressed')).toBe('false')
    await user.click(pin!)
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: /^Pin .+\.db/ })[0]!.getAttribute('aria-pressed')).toBe(
        'true',
      ),
    )
    const { marks } = await client.retention.marks({ databaseId })
    expect(marks.map(({ kind }) => kind)).toEqual(['pin'])
    await user.click(screen.getAllByRole('row')[1]!)
    const side = await screen.findByRole('complementary', { name: 'Backup' })
    await user.click(within(side).getByRole('button', { name: 'Take the pin away' }))
    await within(side).findByRole('button', { name: 'Pin' })
    expect((await client.retention.marks({ databaseId })).marks).toEqual([])
  })
})

describe('a legal hold', () => {
  it('is placed on a database with its name and note, marks its backups, and is lifted', async () => {
    const user = userEvent.setup()
    const { client, databaseId } = showDatabase()
    await user.click(await screen.findByRole('button', { name: 'More actions' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Place a legal hold' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('button', { name: 'Place the hold' })).toHaveProperty('disabled', true)
    await user.type(within(dialog).getByLabelText(/Name/), 'case 7')
    await user.type(within(dialog).getByLabelText('Note'), 'asked by legal')
    await user.click(within(dialog).getByRole('button', { name: 'Place the hold' }))
    expect((await screen.findAllByText('Legal hold')).length).toBeGreaterThan(0)
    const { marks } = await client.retention.marks({ databaseId })
    expect(marks[0]).toMatchObject({ name: 'case 7', note: 'asked by legal', backupId: null })
    await user.click(screen.getAllByRole('row')[1]!)
    await user.click(await screen.findByRole('button', { name: 'Lift the hold case 7' }))
    await waitFor(() => expect(screen.queryByText('Legal hold')).toBeNull())
  })
})

describe('a backup that is set aside', () => {
  it('is in its own list only, and comes back by Undo', async () => {
    const user = userEvent.setup()
    const { client, store, databaseId } = showDatabase('chains')
    await screen.findAllByRole('button', { name: /^Pin .+\.db/ })
    expect(screen.queryByRole('region', { name: 'Set aside' })).toBeNull()
    const { removed } = await client.retention.plan({ databaseId })
    const before = store.scene.backups.length
    expect(removed.length).toBeGreaterThan(0)
    await client.retention.run({ databaseId })
    await waitFor(async () =>
      expect((await client.retention.removed({ databaseId })).length).toBe(removed.length),
    )
    const region = await screen.findByRole('region', { name: 'Set aside' })
    expect(store.scene.backups.length).toBe(before - removed.length)
    await user.click(within(region).getByRole('button', { name: 'Show' }))
    const [undo] = within(region).getAllByRole('button', { name: /^Undo the removal of / })
    await user.click(undo!)
    await waitFor(() => expect(store.scene.backups.length).toBe(before - removed.length + 1))
  })
})

describe('an archive of the complete system', () => {
  it('that is set aside is shown with its end, and comes back by Undo', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', '/recovery', <Routes />)
    const region = await screen.findByRole('region', { name: 'Set aside' })
    expect(region.textContent).toContain('1 archive')
    await user.click(within(region).getByRole('button', { name: 'Show' }))
    expect(region.textContent).toMatch(/removed for good from .* on/)
    const before = (await client.archives.list()).archives.length
    await user.click(
      within(region).getByRole('button', { name: /^Undo the removal of full_system_monthly_/ }),
    )
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Set aside' })).toBeNull())
    expect((await client.archives.list()).archives).toHaveLength(before + 1)
  })

  it('says why the next clean-up keeps it, or that it goes; and why none goes where that is refused', async () => {
    renderWindow('proved', '/recovery', <Routes />)
    const list = await screen.findByRole('list', { name: 'Archives of the complete system' })
    await within(list).findByText(/Goes at the next clean-up: no rule of its policy keeps it any longer\./)
    expect(within(list).getAllByText(/Kept: the newest of month \d{4}-\d{2}\./)).toHaveLength(2)
    cleanup()
    renderWindow('mixed', '/recovery', <Routes />)
    await screen.findByText(/1 archive would go, but its last backup or verification failed\./)
  })

  it('is pinned and put under hold where it is listed', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', '/recovery', <Routes />)
    const [keep] = await screen.findAllByRole('button', { name: /^Keep… the archive of / })
    await user.click(keep!)
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Pin' }))
    await within(dialog).findByRole('button', { name: 'Take the pin away' })
    await user.click(within(dialog).getByRole('button', { name: 'Legal hold…' }))
    const asked = await screen.findByRole('dialog', { name: 'Legal hold' })
    await user.type(within(asked).getByLabelText(/Name/), 'case 7')
    await user.click(within(asked).getByRole('button', { name: 'Place the hold' }))
    await within(dialog).findByRole('button', { name: 'Lift the hold case 7' })
    const { marks } = await client.retention.marks({})
    const { archives } = await client.archives.list()
    expect(marks.map(({ kind, backupId }) => [kind, backupId])).toEqual([
      ['pin', archives[0]!.archiveId],
      ['legal_hold', archives[0]!.archiveId],
    ])
    expect(screen.getByText(/Pinned\. Legal hold: case 7\./)).toBeTruthy()
  })
})
