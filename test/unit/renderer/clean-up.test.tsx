import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { CleanUpNow } from '../../../renderer/screens/clean-up/clean-up-now.tsx'
import { TimelineScreen } from '../../../renderer/screens/timeline/timeline-screen.tsx'
import { setView } from '../../../renderer/state/view-store.ts'
import type { RetentionRefusal } from '../../../shared/domain/retention/retention-policy.ts'
import { renderWindow } from './render-window.tsx'

vi.setConfig({ testTimeout: 30_000 })
afterEach(() => setView({ isCleaningUp: false }))

function show() {
  const shown = renderWindow(
    'chains',
    '/timeline',
    <>
      <TimelineScreen query="" />
      <CleanUpNow />
    </>,
  )
  return { ...shown, user: userEvent.setup(), run: vi.spyOn(shown.client.retention, 'run') }
}

/** As the backend answers where something stands in the way of the first database. */
async function refuse({ client }: ReturnType<typeof show>, refusal: RetentionRefusal) {
  const plans = await client.retention.goes()
  const refused = plans.map((plan, n) => (n === 0 ? { ...plan, refusal } : plan))
  vi.spyOn(client.retention, 'goes').mockResolvedValue(refused)
  return refused
}

describe('cleaning up now', () => {
  it('is opened from the timeline, shows what goes by which rule, and asks for just that', async () => {
    const { user, client, run } = show()
    const plans = await client.retention.goes()
    expect(plans.length).toBeGreaterThan(0)
    await user.click(await screen.findByRole('switch', { name: 'After the next clean-up' }))
    await user.click(await screen.findByRole('button', { name: 'Clean up now…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Clean up now' })
    const count = plans.reduce((sum, { removed }) => sum + removed.length, 0)
    expect(
      await within(dialog).findByText(new RegExp(`^${count} backups?, .* would be set aside`)),
    ).toBeDefined()
    const part = within(dialog).getByRole('region', { name: plans[0]!.database })
    expect(within(part).getAllByText(/no rule of its policy keeps it any longer/).length).toBeGreaterThan(1)
    await user.click(within(dialog).getByRole('button', { name: /^Clean up \d+ databases?$/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(run.mock.calls.map(([order]) => order)).toEqual(
      plans.map(({ databaseId, removed }) => ({
        databaseId,
        expected: removed.map(({ backupId }) => backupId),
        hasAgreed: false,
      })),
    )
  })

  it('lets a large share go only where somebody agrees', async () => {
    const shown = show()
    const { user, run } = shown
    const [first] = await refuse(shown, { because: 'too_many', share: 0.8 })
    setView({ isCleaningUp: true })
    const dialog = await screen.findByRole('dialog', { name: 'Clean up now' })
    const agree = await within(dialog).findByRole('checkbox', { name: /^Agree: / })
    expect(within(dialog).getByText(/80 % of its backups would go at once/)).toBeDefined()
    await user.click(agree)
    await user.click(within(dialog).getByRole('button', { name: /^Clean up / }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const asked = run.mock.calls.map(([order]) => order)
    expect(asked.find(({ databaseId }) => databaseId === first!.databaseId)?.hasAgreed).toBe(true)
    expect(asked.filter(({ hasAgreed }) => hasAgreed === true)).toHaveLength(1)
  })

  it('leaves out what is refused: nobody can agree to a failure', async () => {
    const shown = show()
    const { user, run } = shown
    const [first, ...others] = await refuse(shown, { because: 'last_failed' })
    setView({ isCleaningUp: true })
    const dialog = await screen.findByRole('dialog', { name: 'Clean up now' })
    expect(await within(dialog).findByText(/its last backup or verification failed/)).toBeDefined()
    expect(within(dialog).queryByRole('checkbox')).toBeNull()
    if (others.length > 0) {
      await user.click(within(dialog).getByRole('button', { name: /^Clean up / }))
      await waitFor(() => expect(run).toHaveBeenCalledTimes(others.length))
    }
    expect(run.mock.calls.map(([order]) => order.databaseId)).not.toContain(first!.databaseId)
  })
})
