import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import { useShortcuts } from '../../../renderer/app/shortcuts/use-shortcuts.ts'
import { termOf } from '../../../renderer/screens/backup/search-term.ts'
import { renderWindow } from './render-window.tsx'

function WithKeys() {
  useShortcuts()
  return <Routes />
}

const lists = [
  { place: '/inventory', label: 'Search databases', word: 'market', found: 'market_data' },
  { place: '/inventory/backups', label: 'Search backups', word: 'market', found: 'market_data' },
  { place: '/recovery/complete', label: 'Search databases', word: 'forecast', found: 'forecast_cache' },
]

describe.each(lists)('the search of $place', ({ place, label, word, found }) => {
  async function searched() {
    const user = userEvent.setup()
    renderWindow('mixed', place, <WithKeys />)
    await screen.findByLabelText(label)
    await screen.findAllByText(found)
    const before = screen.getAllByRole('row').length
    await user.keyboard(`/${word}`)
    await waitFor(() => expect(screen.getAllByRole('row').length).toBeLessThan(before))
    expect(screen.getAllByText(found).length).toBeGreaterThan(0)
    return { user, field: screen.getByLabelText<HTMLInputElement>(label) }
  }

  it('is gone to by /, and keeps the focus while it is typed in', async () => {
    const { field } = await searched()
    expect(field.value).toBe(word)
    expect(document.activeElement).toBe(field)
  })

  it('is left to its rows by Enter', async () => {
    const { user, field } = await searched()
    await user.keyboard('{Enter}')
    expect(document.activeElement).not.toBe(field)
    expect(field.value).toBe(word)
  })

  it('is cleared and left by Escape', async () => {
    const { user, field } = await searched()
    await user.keyboard('{Escape}')
    expect(field.value).toBe('')
    expect(document.activeElement).not.toBe(field)
  })

  it('is cleared by its button, to search for something else', async () => {
    const { user, field } = await searched()
    await user.click(screen.getByRole('button', { name: 'Clear the search' }))
    expect(field.value).toBe('')
    expect(document.activeElement).toBe(field)
    expect(screen.queryByRole('button', { name: 'Clear the search' })).toBeNull()
  })
})

describe('the search of backups', () => {
  it('that found nothing can be cleared: the list comes back, and nothing else is said meanwhile', async () => {
    const user = userEvent.setup()
    renderWindow('mixed', '/inventory/backups', <WithKeys />)
    await screen.findAllByText('market_data')
    await user.keyboard('/nowhere')
    await screen.findByText('No backup matches the search.')
    const field = screen.getByLabelText('Search backups')
    // In another order the whole list was never asked for, so there is no answer at hand when the search is cleared.
    await user.click(screen.getByRole('button', { name: 'Stored' }))
    await user.click(screen.getByRole('button', { name: 'Clear the search' }))
    await screen.findAllByText('market_data')
    expect(document.activeElement).toBe(field)
  })

  it.each([
    ['2026-11-27', '20261127'],
    ['2026-11', '202611'],
    ['Pre-update', 'preupdate'],
    ['market_data', 'market_data'],
    [' weekly ', 'weekly'],
    ['20000000-0000-4000-8000-000000000000', '20000000-0000-4000-8000-000000000000'],
  ])('takes %s as the file names have it', (typed, asked) => {
    expect(termOf(typed)).toBe(asked)
  })
})
