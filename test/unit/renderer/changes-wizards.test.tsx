import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

const property = idOf(1, 1)

// Many keys are pressed, one after the other.
vi.setConfig({ testTimeout: 30_000 })

describe('the wizard of a moment', () => {
  it('says how far the point is from the wish, and plans for the wish', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('chains', `/recovery/moment/${property}`, <Routes />)
    const plan = vi.spyOn(client.restore, 'plan')
    const cursor = await screen.findByRole('slider', { name: 'Moment to go back to' })
    cursor.focus()
    await user.keyboard('{ArrowLeft}{Shift>}{ArrowRight}{/Shift}')
    await screen.findByText(/before the moment asked for/)
    await user.click(screen.getByRole('button', { name: 'Continue' }))
    await user.click(await screen.findByRole('button', { name: 'Show the plan' }))
    await screen.findByText('Asked for')
    expect(plan.mock.calls.at(-1)?.[0].at).toBeDefined()
    expect(plan.mock.calls.at(-1)?.[0].backupId).toBeUndefined()
  })

  it('names the missing link of a broken point, offers the whole ones beside it, and goes no further', async () => {
    const user = userEvent.setup()
    renderWindow('chains', `/recovery/moment/${property}`, <Routes />)
    const cursor = await screen.findByRole('slider', { name: 'Moment to go back to' })
    cursor.focus()
    for (let n = 0; n < 20; n += 1) await user.keyboard('{ArrowLeft}')
    await screen.findByText('Chain of the backup is broken')
    expect(screen.getByText(/which is missing/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Continue' })).toHaveProperty('disabled', true)
    await user.click(screen.getByRole('button', { name: /^Point before/ }))
    await screen.findByText('Brings back')
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Continue' })).toHaveProperty('disabled', false),
    )
  })

  it('takes a moment as it is typed, and complains of one that is none', async () => {
    const user = userEvent.setup()
    renderWindow('chains', `/recovery/moment/${property}`, <Routes />)
    const field = await screen.findByLabelText(/^Moment \(/)
    await user.clear(field)
    await user.type(field, '2026-02-30{Enter}')
    expect(screen.getByText('Write it as 2026-11-23 20:44:25')).toBeTruthy()
    await user.clear(field)
    await user.type(field, '1999-01-01 00:00{Enter}')
    const refusal = await screen.findByRole('alert')
    expect(refusal.textContent).toMatch(/property_data/)
  })
})

describe('the wizard of rows', () => {
  it('starts what the preview saw, and only with the name typed', async () => {
    const user = userEvent.setup()
    const place = `/recovery/partial/${property}/${idOf(2, 20_053)}`
    const { client, location } = renderWindow('chains', place, <Routes />)
    const start = vi.spyOn(client.partial, 'start')
    await user.click(await screen.findByLabelText('Choose property_data_table'))
    await user.click(screen.getByRole('button', { name: /Add a condition for property_data_table/ }))
    await user.selectOptions(screen.getByLabelText('property_data_table, condition 1: column'), 'msa')
    await user.type(screen.getByLabelText('property_data_table, condition 1: value'), '35620')
    await user.click(screen.getByRole('button', { name: 'Show the preview' }))
    const go = await screen.findByRole('button', { name: 'Bring back' })
    expect(go).toHaveProperty('disabled', true)
    await user.type(screen.getByLabelText(/to bring these rows back/), 'property_data{Enter}')
    await waitFor(() => expect(location.history.at(-1)).toMatch(/^\/recovery\/job\//))
    expect(start.mock.calls[0]?.[0]).toMatchObject({
      mark: 'a'.repeat(64),
      confirmName: 'property_data',
      selections: [
        { table: 'property_data_table', conditions: [{ column: 'msa', test: 'equals', value: '35620' }] },
      ],
    })
    await screen.findByText(/rows read back and equal to the backup/)
  })

  it('asks about triggers before anything can be started, and leaves nothing behind when it is left', async () => {
    const user = userEvent.setup()
    const place = `/recovery/partial/${property}/${idOf(2, 20_053)}`
    const { client, store } = renderWindow('chains', place, <Routes />)
    const start = vi.spyOn(client.partial, 'start')
    const before = store.scene
    await user.click(await screen.findByLabelText('Choose lease_document'))
    await user.click(screen.getByRole('button', { name: 'Show the preview' }))
    await screen.findByText('What do triggers do meanwhile?', { selector: '.notice-title' })
    expect(screen.queryByLabelText(/to bring these rows back/)).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'Triggers stand still' }))
    await screen.findByLabelText(/to bring these rows back/)
    await user.click(screen.getByRole('link', { name: 'Recovery' }))
    await screen.findByText('Bring back some rows or tables')
    expect(start).not.toHaveBeenCalled()
    expect(store.scene).toBe(before)
  })
})

describe('inside a backup', () => {
  it('tells NULL from the empty text, and shows rows under a condition', async () => {
    const user = userEvent.setup()
    renderWindow('proved', `/look/${idOf(2, 100)}/rows/lease_document`, <Routes />)
    expect((await screen.findAllByText('NULL')).length).toBeGreaterThan(0)
    await screen.findByText('240 rows')
    await user.click(screen.getByRole('button', { name: /Add a condition for lease_document/ }))
    await user.type(screen.getByLabelText('lease_document, condition 1: value'), 'L-00007')
    await screen.findByText('1 row under these conditions')
  })

  it('compares with the live database: what differs is struck through and underlined', async () => {
    const user = userEvent.setup()
    renderWindow('proved', `/compare/${idOf(2, 100)}`, <Routes />)
    await user.click(await screen.findByRole('button', { name: 'Show rows of property_data_table' }))
    await screen.findByRole('grid', { name: /Rows that differ/ })
    await waitFor(() => expect(document.querySelectorAll('.cell-differs del').length).toBeGreaterThan(0))
    expect(document.querySelectorAll('.cell-differs ins').length).toBeGreaterThan(0)
  })
})

describe('types of backup', () => {
  it('are offered beside the button', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', `/database/${property}`, <Routes />)
    const start = vi.spyOn(client.backups, 'start')
    await user.click(await screen.findByRole('button', { name: 'Back up as another type' }))
    await user.click(await screen.findByRole('menuitem', { name: /^Incremental/ }))
    await waitFor(() =>
      expect(start.mock.calls[0]?.[0]).toMatchObject({ type: 'incremental', label: 'manual' }),
    )
  })
})
