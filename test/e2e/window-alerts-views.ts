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
  { name: 'alerts-none', scene: 'proved', place: '/alerts', sees: 'No alert is open' },
  { name: 'alerts-nobody', scene: 'nobody-acts', place: '/alerts', sees: 'No program watches this vault' },
  { name: 'alerts-error', scene: 'errors', place: '/alerts', sees: '7F3A-19' },
  { name: 'alerts-loading', scene: 'loading', place: '/alerts', sees: 'Alerts' },
]
