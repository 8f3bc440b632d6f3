import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { InventoryScreen } from '../../../renderer/screens/inventory/inventory-screen.tsx'
import { ObjectiveScreen } from '../../../renderer/screens/objectives/objective-screen.tsx'
import { ObjectivesScreen } from '../../../renderer/screens/objectives/objectives-screen.tsx'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

const market = idOf(1, 0)
const economic = idOf(1, 2)

async function rowNamed(name: string): Promise<HTMLElement> {
  const grid = await screen.findByRole('grid')
  return waitFor(() => {
    const row = within(grid)
      .getAllByRole('row')
      .find(({ textContent }) => textContent.includes(name))
    if (row === undefined) throw new Error(`no row of ${name}`)
    return row
  })
}

describe('the table of objectives', () => {
  it('has achieved and promised beside each other, says what is broken and what is an estimate', async () => {
    renderWindow('mixed', '/objectives', <ObjectivesScreen />)
    expect((await rowNamed('scenario_cache')).textContent).toContain('(broken)')
    expect((await rowNamed('market_data')).textContent).not.toContain('(broken)')
    expect((await rowNamed('economic_data')).textContent).toContain('(estimated)')
    const archive = await rowNamed('lease_archive')
    expect(archive.textContent).toContain('Not promised: no schedule backs it up, and nothing was said')
    expect(screen.getByText(/6 of 7 databases within the RPO/)).toBeTruthy()
  })

  it('leads to a database', async () => {
    const { location } = renderWindow('mixed', '/objectives', <ObjectivesScreen />)
    fireEvent.doubleClick(await rowNamed('market_data'))
    fireEvent.click(within(await rowNamed('market_data')).getByRole('link', { name: 'market_data' }))
    expect(location.history?.at(-1)).toBe(`/objectives/${market}`)
  })
})

describe('the inventory', () => {
  it('shows both objectives and the last drill of each database', async () => {
    renderWindow('mixed', '/inventory', <InventoryScreen />)
    await waitFor(async () => {
      expect((await rowNamed('scenario_cache')).textContent).toContain('(broken)')
    })
    expect((await rowNamed('valuations')).textContent).toContain('It was never drilled')
  })
})

describe('the objectives of one database', () => {
  it('has a table behind each chart', async () => {
    renderWindow('proved', `/objectives/${market}`, <ObjectiveScreen databaseId={market} />)
    const rpo = await screen.findByRole('region', { name: 'Achieved RPO' })
    fireEvent.click(within(rpo).getByRole('radio', { name: 'Table' }))
    const head = within(rpo).getAllByRole('columnheader')
    expect(head.map(({ textContent }) => textContent)).toEqual([
      'From',
      'To',
      'Newest proved state',
      'Age at its end',
      'Seconds',
      'Promised',
      'Within',
    ])
    const rto = screen.getByRole('region', { name: 'Achieved RTO' })
    fireEvent.click(within(rto).getByRole('radio', { name: 'Table' }))
    expect(within(rto).getAllByText('newest measured').length).toBeGreaterThan(0)
  })

  it('says each day of the year as the arrow keys go', async () => {
    renderWindow('proved', `/objectives/${market}`, <ObjectiveScreen databaseId={market} />)
    const days = await screen.findByRole('slider', { name: 'Day of the year' })
    fireEvent.focus(days)
    const words = (): string => screen.getByRole('status').textContent
    expect(words()).toMatch(/: \d+ backups?/)
    expect(days.getAttribute('aria-valuetext')).toBe(words())
    fireEvent.change(days, { target: { value: '0' } })
    expect(words()).toMatch(/: not registered yet$/)
  })

  it('takes a promise in a DBA’s words, and shows it', async () => {
    const { client } = renderWindow(
      'proved',
      `/objectives/${economic}`,
      <ObjectiveScreen databaseId={economic} />,
    )
    const change = await screen.findByRole('button', { name: 'Change the promise' })
    await waitFor(() => expect(change.hasAttribute('disabled')).toBe(false))
    fireEvent.click(change)
    const rpo = await screen.findByRole('textbox', { name: /^RPO/ })
    fireEvent.change(rpo, { target: { value: 'soon' } })
    expect(screen.getByRole('button', { name: 'Promise' }).hasAttribute('disabled')).toBe(true)
    fireEvent.change(rpo, { target: { value: '36h' } })
    fireEvent.change(screen.getByRole('textbox', { name: 'RTO: partial restore' }), {
      target: { value: 'none' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Promise' }))
    await screen.findAllByText('36 h')
    const { own } = await client.objectives.said({ databaseId: economic })
    expect(own).toEqual({ rpoMs: 36 * 3_600_000, rtoMs: { partial: null } })
  })
})
