import type { WindowView } from './window-view.ts'

/** States of the alerts. */
export const alertsViews: readonly WindowView[] = [
  { name: 'alerts', scene: 'mixed', place: '/alerts', sees: 'Backup of' },
  {
    name: 'alerts-taken-on',
    scene: 'mixed',
    place: '/alerts',
    sees: 'the disk is being changed',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Note' }).first().fill('the disk is being changed')
      await page.getByRole('button', { name: 'Take it on' }).first().click()
    },
  },
  {
    name: 'alerts-many',
    scene: 'many',
    place: '/alerts',
    sees: '51 to 100 of',
    act: async (page) => {
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByText('51 to 100 of').scrollIntoViewIfNeeded()
    },
  },
  { name: 'alerts-none', scene: 'proved', place: '/alerts', sees: 'No alert is open' },
  { name: 'alerts-nobody', scene: 'nobody-acts', place: '/alerts', sees: 'No program watches this vault' },
  { name: 'alerts-error', scene: 'errors', place: '/alerts', sees: '7F3A-19' },
  { name: 'alerts-loading', scene: 'loading', place: '/alerts', sees: 'Alerts' },
  { name: 'messages', scene: 'mixed', place: '/alerts/messages', sees: 'could not be reached' },
  { name: 'messages-none', scene: 'proved', place: '/alerts/messages', sees: 'Messages' },
  { name: 'messages-error', scene: 'errors', place: '/alerts/messages', sees: '7F3A-19' },
  { name: 'telling', scene: 'mixed', place: '/settings/alerts', sees: 'A backup failed' },
  {
    name: 'telling-tested',
    scene: 'mixed',
    place: '/settings/alerts',
    sees: 'Webhook gone',
    act: async (page) => {
      for (const name of ['mail', 'pager']) {
        await page.getByRole('listitem', { name }).getByRole('button', { name: 'Test' }).click()
      }
    },
  },
  {
    name: 'telling-problem',
    scene: 'mixed',
    place: '/settings/alerts',
    sees: 'It can’t be saved: somebody has no name.',
    act: async (page) => page.getByRole('button', { name: 'Add a person' }).click(),
  },
  {
    name: 'telling-saved',
    scene: 'mixed',
    place: '/settings/alerts',
    sees: 'An alert that is open goes on by it.',
    act: async (page) => {
      await page.getByRole('switch', { name: /^Warnings wait/ }).press('Space')
      await page.getByRole('button', { name: 'Save who is told' }).click()
    },
  },
  { name: 'telling-error', scene: 'errors', place: '/settings/alerts', sees: '7F3A-19' },
  { name: 'telling-loading', scene: 'loading', place: '/settings/alerts', sees: 'Who is told' },
  { name: 'channel-mail', scene: 'mixed', place: '/settings/alerts/channel/mail', sees: 'Recipients' },
  {
    name: 'channel-new-webhook',
    scene: 'mixed',
    place: '/settings/alerts/new-channel',
    sees: 'For the receiver',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Kind' }).click()
      await page.getByRole('option', { name: 'Webhook' }).click()
      await page.getByRole('button', { name: 'Make a new one' }).click()
    },
  },
  {
    name: 'channel-in-use',
    scene: 'mixed',
    place: '/settings/alerts/channel/mail',
    sees: 'Channel in use',
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('textbox', { name: 'Type mail to confirm' }).fill('mail')
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    },
  },
  { name: 'channel-gone', scene: 'mixed', place: '/settings/alerts/channel/fax', sees: 'no such channel' },
]
