import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import { ActButton } from '../../../renderer/screens/access/act-button.tsx'
import { AccessSection } from '../../../renderer/screens/access/access-section.tsx'
import { renderWindow } from './render-window.tsx'

const buttons = (
  <>
    <ActButton act="restore.start">Restore</ActButton>
    <ActButton act="backups.start" title="of everything">
      Back up
    </ActButton>
    <ActButton act="policies.exportFile">Export</ActButton>
  </>
)

const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name })

describe('what a role does not allow', () => {
  it('is off and says why; the rest is as it was', async () => {
    renderWindow('viewer', '/', buttons)
    await screen.findByTitle('Needs the role administrator; you are viewer in this vault')
    expect(button('Restore').disabled).toBe(true)
    expect(button('Back up').title).toBe('Needs the role operator; you are viewer in this vault')
    expect(button('Export').disabled).toBe(false)
  })

  it('is everything but looking while the roles can’t be believed', async () => {
    renderWindow('roles-damaged', '/', buttons)
    await screen.findAllByTitle('Roles can’t be believed now: everybody may only look')
    expect([button('Restore').disabled, button('Export').disabled]).toEqual([true, false])
  })

  it('is nothing for an administrator', async () => {
    renderWindow('roles', '/', <AccessSection />)
    await screen.findByText('You are ada: administrator')
    expect(button('Remove grace').disabled).toBe(false)
  })
})

describe('who may do what', () => {
  it('is changed line by line, and shown as it was saved', async () => {
    renderWindow('roles', '/', <AccessSection />)
    const user = userEvent.setup()
    const role = (): HTMLSelectElement => screen.getByRole('combobox', { name: 'Role of grace' })
    await screen.findByText('You are ada: administrator')
    await user.selectOptions(role(), 'viewer')
    await waitFor(() => expect([role().value, role().disabled]).toEqual(['viewer', false]))
    await user.click(button('Remove @analysts'))
    await waitFor(() => expect(screen.queryByText('analysts')).toBeNull())
    await user.type(screen.getByRole('textbox'), ' lin ')
    await user.click(button('Add'))
    await screen.findByRole('combobox', { name: 'Role of lin' })
    const rows = within(screen.getByRole('table')).getAllByRole('rowheader')
    expect(rows.map(({ textContent }) => textContent?.trim())).toEqual([
      'ada',
      'grace',
      'lin',
      'night-shift group',
      'Everybody else',
    ])
  })
})
