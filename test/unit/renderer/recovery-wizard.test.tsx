import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import { Routes } from '../../../renderer/app/routes.tsx'
import type { SceneName } from '../../support/sample/scenes.ts'
import { idOf } from '../../support/sample/make-records.ts'
import { renderWindow } from './render-window.tsx'

const market = idOf(1, 0)

async function atPlan(scene: SceneName, place = `/recovery/complete/${market}`) {
  const user = userEvent.setup()
  const shown = renderWindow(scene, place, <Routes />)
  const start = vi.spyOn(shown.client.restore, 'start')
  await user.click(await screen.findByRole('button', { name: 'Continue' }))
  await user.click(await screen.findByRole('button', { name: 'Show the plan' }))
  await screen.findByText('Is lost')
  return { user, start, ...shown }
}

describe('the wizard of a complete recovery', () => {
  it('goes from the choice of a database to the proof and resumes operations', async () => {
    const user = userEvent.setup()
    const { client, location, store } = renderWindow('proved', '/recovery/complete', <Routes />)
    const start = vi.spyOn(client.restore, 'start')
    await user.click(await screen.findByText('market_data'))
    await user.click(await screen.findByRole('button', { name: 'Continue' }))
    await user.click(await screen.findByRole('button', { name: 'Show the plan' }))
    await screen.findByText(/a safety backup of it is taken first/)
    const go = screen.getByRole('button', { name: 'Replace and restore' })
    expect(go).toHaveProperty('disabled', true)
    await user.type(screen.getByLabelText(/to replace what is at the target/), 'market_data')
    expect(start).not.toHaveBeenCalled()
    await user.click(go)
    expect(start).toHaveBeenCalledOnce()
    expect(start.mock.calls[0]?.[0]).toMatchObject({
      databaseId: market,
      method: 'swap',
      confirmName: 'market_data',
    })
    expect(start.mock.calls[0]?.[0].expectedTarget).not.toBeNull()
    await screen.findByText('The two are equal.')
    expect(location.history.at(-1)).toMatch(/^\/recovery\/job\//)
    await user.click(await screen.findByRole('button', { name: 'Resume operations' }))
    await screen.findByRole('link', { name: 'To the database' })
    expect(store.scene.databases.every(({ recoveryStartedAt }) => recoveryStartedAt === undefined)).toBe(true)
  })

  it('leaves nothing behind when it is left at the plan', async () => {
    const { start, store, user } = await atPlan('proved')
    const before = store.scene
    await user.type(screen.getByLabelText(/to replace what is at the target/), 'market_data')
    await user.click(screen.getByRole('link', { name: 'Recovery' }))
    await screen.findByText('The file is gone or broken')
    expect(start).not.toHaveBeenCalled()
    expect(store.scene).toBe(before)
  })

  it('does not start on Enter before the name is right', async () => {
    const { start, user } = await atPlan('proved')
    await user.type(screen.getByLabelText(/to replace what is at the target/), 'market{Enter}')
    expect(start).not.toHaveBeenCalled()
  })

  it('says who has the target open, refuses the swap and writes in place', async () => {
    const { start, user } = await atPlan('in-use')
    // Once, in the plan's own words, with what they mean for what is written meanwhile.
    expect(screen.getAllByText(/dcf-server \(4211\)/)).toHaveLength(1)
    expect(screen.getByText(/What is written between the safety backup and that moment is lost/)).toBeTruthy()
    expect(screen.queryByText(/Together with/)).toBeNull()
    expect(screen.getByRole('radio', { name: 'Swap the file' })).toHaveProperty('disabled', true)
    await user.type(screen.getByLabelText(/to replace what is at the target/), 'market_data')
    await user.click(screen.getByRole('button', { name: 'Replace and restore' }))
    await waitFor(() => expect(start.mock.calls[0]?.[0]).toMatchObject({ method: 'in_place' }))
  })

  it('asks for no name where nothing is replaced, and shows a refusal of the plan', async () => {
    const user = userEvent.setup()
    const { client } = renderWindow('proved', `/recovery/complete/${market}`, <Routes />)
    const start = vi.spyOn(client.restore, 'start')
    await user.click(await screen.findByRole('button', { name: 'Continue' }))
    await user.click(await screen.findByRole('radio', { name: 'To another file' }))
    await user.type(screen.getByLabelText('Path of the restored copy'), '/mnt/vault/copy.db')
    await user.click(screen.getByRole('button', { name: 'Show the plan' }))
    await screen.findByText('Target lies in the vault')
    await user.click(screen.getByRole('button', { name: 'Choose another place' }))
    await user.clear(await screen.findByLabelText('Path of the restored copy'))
    await user.type(screen.getByLabelText('Path of the restored copy'), '/srv/copy.db')
    await user.click(screen.getByRole('button', { name: 'Show the plan' }))
    await user.click(await screen.findByRole('button', { name: 'Restore' }))
    await waitFor(() =>
      expect(start.mock.calls[0]?.[0]).toMatchObject({
        method: 'new_file',
        expectedTarget: null,
        confirmName: '',
      }),
    )
    await screen.findByText('The two are equal.')
    expect(screen.queryByRole('button', { name: 'Resume operations' })).toBeNull()
  })

  it('says what happened when it is cancelled, and that the target is as it was', async () => {
    const { user, store, location } = await atPlan('proved')
    vi.spyOn(store, 'runJob')
    await user.type(screen.getByLabelText(/to replace what is at the target/), 'market_data')
    await user.click(screen.getByRole('button', { name: 'Replace and restore' }))
    await waitFor(() => expect(location.history.at(-1)).toMatch(/job/))
    const jobId = location.history.at(-1)?.split('/').at(-1) ?? ''
    store.cancelJob(jobId)
    await screen.findByText('The restore was cancelled')
    expect(screen.getByText(/The file at the target is as it was/)).toBeTruthy()
  })
})

describe('other places', () => {
  it('a database that is not known says so and offers to try again', async () => {
    renderWindow('proved', `/database/${idOf(1, 99)}`, <Routes />)
    const notice = await screen.findByRole('alert')
    expect(within(notice).getByText('Database not registered')).toBeTruthy()
    expect(within(notice).getByRole('button', { name: 'Try again' })).toBeTruthy()
  })
})
