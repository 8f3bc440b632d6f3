import type { WindowView } from './window-view.ts'
import { idOf } from '../support/sample/make-records.ts'

const newest = idOf(10, 0)

/** The complete system: its plan, one that can't be carried out whole, its run, and its proof. */
export const systemViews: readonly WindowView[] = [
  { name: 'system-none', scene: 'empty', place: '/recovery', sees: 'No archive of the complete system' },
  { name: 'system-list', scene: 'proved', place: '/recovery', sees: '1 part missing' },
  {
    name: 'system-set-aside',
    scene: 'proved',
    place: '/recovery',
    sees: 'removed for good from',
    act: async (page) => {
      await page
        .getByRole('region', { name: 'Set aside' })
        .getByRole('button', { name: 'Show', exact: true })
        .click()
    },
  },
  {
    name: 'system-keep',
    scene: 'proved',
    place: '/recovery',
    sees: 'Take the pin away',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Keep… the archive/ })
        .first()
        .click()
      await page.getByRole('dialog').getByRole('button', { name: 'Pin' }).click()
    },
  },
  { name: 'system-plan', scene: 'proved', place: `/recovery/system/${newest}`, sees: 'Is brought in' },
  {
    name: 'system-plan-in-use',
    scene: 'in-use',
    place: `/recovery/system/${newest}`,
    sees: 'can’t be restored as things are',
  },
  {
    name: 'system-proof',
    scene: 'proved',
    place: `/recovery/system/${newest}`,
    sees: 'Every database is back and was proved',
    act: async (page) => {
      await page.getByLabel(/Type the vault’s name/).fill('holdfast')
      await page.getByRole('button', { name: 'Replace and restore all' }).click()
    },
  },
]
