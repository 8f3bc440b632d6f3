import type { WindowView } from './window-view.ts'
import { idOf } from '../support/sample/make-records.ts'

const market = idOf(1, 0)
const property = idOf(1, 1)
const economic = idOf(1, 2)
const leases = idOf(1, 4)

/** States of the objectives. */
export const objectivesViews: readonly WindowView[] = [
  { name: 'objectives', scene: 'mixed', place: '/objectives', sees: 'within the RPO' },
  { name: 'objectives-many', scene: 'many', place: '/objectives', sees: 'databases within the RPO' },
  {
    name: 'objectives-many-sorted',
    scene: 'many',
    place: '/objectives',
    sees: 'within the RPO',
    act: async (page) => {
      await page.getByRole('columnheader', { name: 'RTO measured' }).click()
    },
  },
  { name: 'objectives-empty', scene: 'empty', place: '/objectives', sees: 'No database is registered yet' },
  { name: 'objectives-error', scene: 'errors', place: '/objectives', sees: '7F3A-19' },
  { name: 'objectives-loading', scene: 'loading', place: '/objectives', sees: 'Objectives' },
  { name: 'objective', scene: 'proved', place: `/objectives/${market}`, sees: 'promised 8 d' },
  { name: 'objective-error', scene: 'errors', place: `/objectives/${market}`, sees: '7F3A-19' },
  { name: 'objective-loading', scene: 'loading', place: `/objectives/${market}`, sees: 'Objectives' },
  {
    name: 'objective-estimated',
    scene: 'proved',
    place: `/objectives/${economic}`,
    sees: 'estimated',
  },
  {
    name: 'objective-never-backed-up',
    scene: 'mixed',
    place: `/objectives/${leases}`,
    sees: 'nothing proved',
  },
  {
    name: 'objective-year',
    scene: 'proved',
    place: `/objectives/${property}`,
    sees: 'Of the last 365 days',
    act: async (page) => {
      await page.getByText('A year', { exact: true }).click()
      await page.getByRole('slider', { name: 'Day of the year' }).focus()
      await page.keyboard.press('End')
      await page.keyboard.press('ArrowLeft')
    },
  },
  {
    name: 'objective-tables',
    scene: 'proved',
    place: `/objectives/${property}`,
    sees: 'newest measured',
    act: async (page) => {
      for (const table of await page.getByText('Table', { exact: true }).all()) await table.click()
    },
  },
  {
    name: 'objective-promise',
    scene: 'proved',
    place: `/objectives/${market}`,
    sees: 'A time from 1 second to 10 years',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the promise' }).click()
      await page.getByRole('textbox', { name: 'RPO' }).fill('soon')
    },
  },
]
