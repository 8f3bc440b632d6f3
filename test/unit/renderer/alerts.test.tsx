import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import { AlertsScreen } from '../../../renderer/screens/alerts/alerts-screen.tsx'
import { renderWindow } from './render-window.tsx'

const cards = (): readonly string[] =>
  screen.getAllByRole('article').map((card) => card.getAttribute('aria-label') ?? '')

describe('many alerts', () => {
  it('are drawn a page at a time', async () => {
    renderWindow('many', '/alerts', <AlertsScreen shownId="" />)
    const user = userEvent.setup()
    await screen.findByText(/^1 to 50 of /)
    const first = cards()
    expect(first).toHaveLength(50)
    await user.click(screen.getByRole('button', { name: 'Next' }))
    await screen.findByText(/^51 to 100 of /)
    await waitFor(() => expect(cards().some((name) => first.includes(name))).toBe(false))
    await user.click(screen.getByRole('button', { name: 'Previous' }))
    await waitFor(() => expect(cards()).toEqual(first))
  })
})
