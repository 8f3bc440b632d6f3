import { configure, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import { Routes } from '../../../../renderer/app/routes.tsx'
import { idOf } from '../../../support/sample/make-records.ts'
import { renderWindow } from '../render-window.tsx'

const weekly = idOf(7, 0)

// Many keys are pressed, one after the other, into a form that is large for jsdom.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

describe('a policy’s page', () => {
  it('says a schedule in words as it is typed, and saves none that is wrong', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', `/settings/policies/${weekly}`, <Routes />)
    const save = vi.spyOn(client.policies, 'save')
    await screen.findByText('At 07:00, only on Sunday')
    expect(within(screen.getByRole('list', { name: 'Next runs' })).getAllByRole('listitem')).toHaveLength(5)
    await user.click(screen.getByRole('combobox', { name: 'Schedule 1: when' }))
    await user.click(await screen.findByRole('option', { name: 'Cron expression' }))
    const cron = screen.getByLabelText('Schedule 1: cron expression')
    await user.clear(cron)
    await user.paste('0 25 * * *')
    await screen.findByText('25 is no hour: it goes from 0 to 23.')
    await user.type(screen.getByLabelText('Name'), '{Enter}')
    expect(save).not.toHaveBeenCalled()
    await user.clear(cron)
    await user.paste('*/20 * * * *')
    await screen.findByText('Every 20 minutes')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(save.mock.calls[0]?.[0].draft.schedules[0]?.cron).toBe('*/20 * * * *'))
  })

  it('keeps less than before only after its name was typed; more at once', async () => {
    const user = userEvent.setup()
    const { client, location } = renderWindow('proved', `/settings/policies/${weekly}`, <Routes />)
    const save = vi.spyOn(client.policies, 'save')
    const weeks = await screen.findByLabelText('One of each of (weeks)')
    await user.clear(weeks)
    await user.type(weeks, '4')
    await screen.findByText(/the newest of each of 4 weeks/)
    await screen.findByText('At 07:00, only on Sunday')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('4 instead of 8 weeks')
    expect(dialog.textContent).toContain('3 databases have beyond that')
    const go = within(dialog).getByRole('button', { name: 'Keep less' })
    expect(go).toHaveProperty('disabled', true)
    expect(save).not.toHaveBeenCalled()
    await user.type(within(dialog).getByLabelText(/to confirm/), 'Weekly, 8 weeks')
    await user.click(go)
    await waitFor(() => expect(location.history.at(-1)).toBe('/settings/policies'))
    expect(save.mock.calls[0]?.[0]).toMatchObject({ policyId: weekly, draft: { retention: { weekly: 4 } } })
    location.navigate(`/settings/policies/${weekly}`)
    const again = await screen.findByLabelText('One of each of (weeks)')
    await user.clear(again)
    await user.type(again, '9')
    await screen.findByText('At 07:00, only on Sunday')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2))
  })

  it('says from when on health degrades, and nothing where a field is left empty', async () => {
    const user = userEvent.setup()
    const { client, location } = renderWindow('proved', `/settings/policies/${weekly}`, <Routes />)
    const save = vi.spyOn(client.policies, 'save')
    await user.type(await screen.findByLabelText('The newest backup may be so old (hours)'), '12')
    const drills = screen.getByLabelText('Drilled every (days)')
    await user.type(drills, '30')
    await user.clear(drills)
    await screen.findByText('At 07:00, only on Sunday')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(location.history.at(-1)).toBe('/settings/policies'))
    expect(save.mock.calls[0]?.[0].draft.health).toEqual({ oldestBackupHours: 12 })
  })

  it('is deleted after its name was typed, and says that nothing is removed', async () => {
    const user = userEvent.setup()
    const { store } = renderWindow('proved', `/settings/policies/${weekly}`, <Routes />)
    await user.click(await screen.findByRole('button', { name: 'Delete' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain(
      'Nothing is taken of 3 databases with this policy by itself any more.',
    )
    await user.type(within(dialog).getByLabelText(/to confirm/), 'Weekly, 8 weeks{Enter}')
    await waitFor(() => expect(store.scene.policies.map(({ name }) => name)).not.toContain('Weekly, 8 weeks'))
    await screen.findByText(/3 databases: nothing is taken of them by itself/)
  })
})

describe('applying a policy', () => {
  it('from the inventory: how many change, what they had, and the name where less is kept', async () => {
    const user = userEvent.setup()
    const { client, store } = renderWindow('proved', '/inventory', <Routes />)
    const apply = vi.spyOn(client.policies, 'apply')
    await user.click(await screen.findByRole('checkbox', { name: 'Choose all' }))
    await user.click(screen.getByRole('button', { name: 'Apply policy' }))
    await user.click(await screen.findByRole('combobox', { name: 'Policy' }))
    await user.click(await screen.findByRole('option', { name: 'Daily, 7 days' }))
    await screen.findByText('3 databases change: 3 have “Weekly, 8 weeks” now. 1 has it already.')
    const go = screen.getByRole('button', { name: 'Apply to 3 databases' })
    expect(go).toHaveProperty('disabled', true)
    await user.type(screen.getByLabelText(/to confirm/), 'Daily, 7 days{Enter}')
    await waitFor(() =>
      expect(store.scene.databases.every(({ policy }) => policy === 'Daily, 7 days')).toBe(true),
    )
    expect(apply.mock.calls[0]?.[0].databaseIds).toHaveLength(3)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('from its page: to the databases that a search finds among ten thousand', async () => {
    const user = userEvent.setup()
    const { store } = renderWindow('many', `/settings/policies/${idOf(7, 2)}`, <Routes />)
    await user.click(await screen.findByRole('button', { name: 'Apply to databases' }))
    const dialog = await screen.findByRole('dialog')
    await user.type(within(dialog).getByLabelText('Search databases without this policy'), 'atlanta archive')
    const all = within(dialog).getByRole('checkbox', { name: 'Choose all' })
    await waitFor(() => expect(dialog.textContent).toContain('333 databases without it'))
    await user.click(all)
    await user.click(await within(dialog).findByRole('button', { name: 'Apply to 333 databases' }))
    await waitFor(() =>
      expect(store.scene.databases.filter(({ policy }) => policy === 'Seven years')).toHaveLength(333),
    )
  })
})

describe('schedules', () => {
  it('nobody runs: the page, the overview and the inventory say so', async () => {
    const { location } = renderWindow('nobody-acts', '/settings/policies', <Routes />)
    expect((await screen.findByRole('alert')).textContent).toContain('holdfast agent install')
    location.navigate('/')
    await screen.findByRole('link', { name: 'How to run them' })
    location.navigate('/inventory')
    expect((await screen.findAllByText('nobody')).length).toBe(4)
  })

  it('are paused and resumed', async () => {
    const user = userEvent.setup()
    const { store } = renderWindow('proved', '/settings/policies', <Routes />)
    await user.click(await screen.findByRole('button', { name: 'Pause schedules' }))
    await screen.findByText(/^Paused since .* by anna on db-host\.$/)
    expect(store.scene.paused).not.toBeNull()
    await user.click(screen.getByRole('button', { name: 'Resume schedules' }))
    await screen.findByText(/runs the schedules of this vault/)
  })
})

describe('a file of policies', () => {
  it('says what it replaces, what came of it, and what is wrong with it', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', '/settings/policies', <Routes />)
    const text = (await client.policies.exportFile())
      .replaceAll('"Seven years"', '"Eight years"')
      .replaceAll('"forecast_cache"', '"elsewhere"')
    await user.click(await screen.findByRole('button', { name: 'Import' }))
    const field = await screen.findByLabelText('Text of the file')
    await user.click(field)
    await user.paste('{ "holdfastPolicies": 1')
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Import' }))
    await screen.findByText(/it is no JSON/)
    await user.clear(field)
    await user.click(field)
    await user.paste(text)
    await screen.findByText('1 policy made, 3 replaced.')
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Import' }))
    await screen.findByText('4 policies taken in')
    const result = screen.getByRole('dialog')
    expect(result.textContent).toContain('“Eight years”')
    expect(result.textContent).toContain('1 database not registered here')
  })
})
