import type { Page } from '@playwright/test'

import { idOf } from '../support/sample/make-records.ts'
import { toPlan, type WindowView } from './window-view.ts'

const property = idOf(1, 1)

/** To the rows of one metro and one parameter, as a bad UPDATE would have wrecked them. */
async function toRows(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Choose property_data_table').click()
  for (const [n, column, value] of [
    [1, 'msa', '35620'],
    [2, 'parameter', 'rent_growth'],
  ] as const) {
    await page.getByRole('button', { name: 'Add a condition for property_data_table' }).click()
    const name = `property_data_table, condition ${n}`
    await page.getByLabel(`${name}: column`).selectOption(column)
    await page.getByLabel(`${name}: value`).fill(value)
  }
}

/** The states of recovery points, of rows that are brought back, and of what is inside a backup. */
export const changesViews: readonly WindowView[] = [
  {
    name: 'moment-when',
    scene: 'chains',
    place: `/recovery/moment/${property}`,
    sees: 'To which moment?',
    act: async (page) => page.getByRole('slider', { name: 'Moment to go back to' }).press('ArrowLeft'),
  },
  {
    name: 'moment-broken',
    scene: 'chains',
    place: `/recovery/moment/${property}`,
    sees: 'broken',
    act: async (page) => {
      for (let n = 0; n < 20; n += 1)
        await page.getByRole('slider', { name: 'Moment to go back to' }).press('ArrowLeft')
    },
  },
  {
    name: 'moment-many',
    scene: 'many-points',
    place: `/recovery/moment/${property}`,
    sees: '2,000 recovery points',
    act: async (page) => page.getByRole('slider', { name: 'Moment to go back to' }).press('-'),
  },
  {
    name: 'moment-empty',
    scene: 'mixed',
    place: `/recovery/moment/${idOf(1, 4)}`,
    sees: 'This database has no recovery point',
  },
  { name: 'moment-error', scene: 'errors', place: `/recovery/moment/${property}`, sees: '7F3A-19' },
  {
    name: 'moment-plan',
    scene: 'chains',
    place: `/recovery/moment/${property}`,
    sees: 'Asked for',
    act: async (page) => {
      await page.getByRole('slider', { name: 'Moment to go back to' }).press('ArrowLeft')
      await toPlan(page)
    },
  },
  {
    name: 'partial-which',
    scene: 'chains',
    place: `/recovery/partial/${property}`,
    sees: 'rows that satisfy all conditions',
    act: toRows,
  },
  {
    name: 'partial-preview',
    scene: 'chains',
    place: `/recovery/partial/${property}`,
    sees: 'Changed 380',
    act: async (page) => {
      await toRows(page)
      await page.getByRole('button', { name: 'Show the preview' }).click()
    },
  },
  {
    name: 'partial-triggers',
    scene: 'chains',
    place: `/recovery/partial/${property}/${idOf(2, 20_053)}`,
    sees: 'What do triggers do meanwhile?',
    act: async (page) => {
      await page.getByLabel('Choose lease_document').click()
      await page.getByRole('button', { name: 'Show the preview' }).click()
    },
  },
  {
    name: 'partial-proof',
    scene: 'chains',
    place: `/recovery/partial/${property}`,
    sees: 'read back and equal to the backup',
    act: async (page) => {
      await toRows(page)
      await page.getByRole('button', { name: 'Show the preview' }).click()
      await page.getByLabel(/to bring these rows back/).fill('property_data')
      await page.getByRole('button', { name: 'Bring back', exact: true }).click()
    },
  },
  {
    name: 'schema-where',
    scene: 'chains',
    place: `/recovery/schema/${property}/${idOf(2, 20_053)}`,
    sees: 'Where is the empty copy made?',
  },
  {
    name: 'schema-proof',
    scene: 'chains',
    place: `/recovery/schema/${property}/${idOf(2, 20_053)}`,
    sees: 'no such module',
    act: async (page) => {
      await page.getByLabel('Path of the new database').fill('/home/dana/dev.db')
      await page.getByRole('button', { name: 'Make the copy' }).click()
    },
  },
  { name: 'look-rows', scene: 'proved', place: `/look/${idOf(2, 100)}/rows/lease_document`, sees: 'NULL' },
  {
    name: 'look-schema',
    scene: 'proved',
    place: `/look/${idOf(2, 100)}/schema/lease_document`,
    sees: 'CREATE TRIGGER',
  },
  { name: 'look-error', scene: 'errors', place: `/look/${idOf(2, 100)}`, sees: '7F3A-19' },
  { name: 'look-loading', scene: 'loading', place: `/look/${idOf(2, 100)}`, sees: 'Inside a backup' },
  {
    name: 'compare',
    scene: 'proved',
    place: `/compare/${idOf(2, 100)}`,
    sees: 'Changed 380',
    act: async (page) => page.getByRole('button', { name: 'Show rows of property_data_table' }).click(),
  },
  { name: 'compare-error', scene: 'errors', place: `/compare/${idOf(2, 100)}`, sees: '7F3A-19' },
  { name: 'backup-chain', scene: 'chains', place: `/backup/${idOf(2, 20_053)}`, sees: 'other backups' },
  {
    name: 'guard-begin',
    scene: 'proved',
    place: `/database/${property}/guard`,
    sees: 'is taken and proved',
  },
  {
    name: 'guard-change',
    scene: 'proved',
    place: `/database/${property}/guard/${idOf(2, 102)}`,
    sees: 'Go on: make the change now',
  },
  {
    name: 'guard-passed',
    scene: 'proved',
    place: `/database/${property}/guard/${idOf(2, 102)}`,
    sees: 'passed the check',
    act: async (page) => page.getByRole('button', { name: 'Check', exact: true }).click(),
  },
  {
    name: 'guard-failed',
    scene: 'mixed',
    place: `/database/${property}/guard/${idOf(2, 102)}`,
    sees: '412 broken references since the backup',
    act: async (page) => page.getByRole('button', { name: 'Check', exact: true }).click(),
  },
  {
    name: 'guard-roll-back',
    scene: 'proved',
    place: `/database/${property}/guard/${idOf(2, 102)}`,
    sees: 'Is lost',
    act: async (page) => page.getByRole('button', { name: 'Roll back' }).first().click(),
  },
  { name: 'guard-error', scene: 'errors', place: `/database/${property}/guard`, sees: '7F3A-19' },
]
