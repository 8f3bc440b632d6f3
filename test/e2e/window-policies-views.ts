import type { Page } from '@playwright/test'

import { idOf } from '../support/sample/make-records.ts'
import type { WindowView } from './window-view.ts'

const weekly = idOf(7, 0)
const sevenYears = idOf(7, 2)

async function openDialog(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor()
}

/** The states of policies and schedules. */
export const policiesViews: readonly WindowView[] = [
  { name: 'policies', scene: 'mixed', place: '/settings/policies', sees: 'Without a policy' },
  { name: 'policies-nobody', scene: 'nobody-acts', place: '/settings/policies', sees: 'Would run' },
  { name: 'policies-paused', scene: 'paused', place: '/settings/policies', sees: 'Paused since' },
  { name: 'policies-empty', scene: 'no-policies', place: '/settings/policies', sees: 'No policy yet' },
  { name: 'policies-many', scene: 'many', place: '/settings/policies', sees: 'and 3,327 more databases' },
  { name: 'policies-error', scene: 'errors', place: '/settings/policies', sees: '7F3A-19' },
  { name: 'policies-loading', scene: 'loading', place: '/settings/policies', sees: 'Policies' },
  { name: 'policy-new', scene: 'proved', place: '/settings/policies/new', sees: 'Begin with' },
  {
    name: 'policy',
    scene: 'proved',
    place: `/settings/policies/${sevenYears}`,
    sees: 'Keeps every backup of 7 days',
  },
  {
    name: 'policy-invalid',
    scene: 'proved',
    place: `/settings/policies/${weekly}`,
    sees: '25 is no hour',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Schedule 1: when' }).click()
      await page.getByRole('option', { name: 'Cron expression' }).click()
      await page.getByLabel('Schedule 1: cron expression').fill('0 25 * * *')
    },
  },
  {
    name: 'policy-less-kept',
    scene: 'proved',
    place: `/settings/policies/${weekly}`,
    sees: '4 instead of 8 weeks',
    act: async (page) => {
      await page.getByLabel('One of each of (weeks)').fill('4')
      await page.getByRole('button', { name: 'Save' }).click()
    },
  },
  {
    name: 'policy-delete',
    scene: 'proved',
    place: `/settings/policies/${weekly}`,
    sees: 'by itself any more',
    act: async (page) => openDialog(page, 'Delete'),
  },
  {
    name: 'policy-gone',
    scene: 'proved',
    place: `/settings/policies/${idOf(7, 99)}`,
    sees: 'no such policy',
  },
  { name: 'policy-error', scene: 'errors', place: `/settings/policies/${weekly}`, sees: '7F3A-19' },
  {
    name: 'policy-apply-many',
    scene: 'many',
    place: `/settings/policies/${weekly}`,
    sees: '6,666 databases change',
    act: async (page) => {
      await openDialog(page, 'Apply to databases')
      await page.getByRole('dialog').getByRole('checkbox').first().click()
    },
  },
  {
    name: 'policies-apply',
    scene: 'proved',
    place: '/inventory',
    sees: 'It keeps less than before',
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Choose all' }).click()
      await openDialog(page, 'Apply policy')
      await page.getByRole('combobox', { name: 'Policy' }).click()
      await page.getByRole('option', { name: 'Daily, 7 days' }).click()
    },
  },
  {
    name: 'policies-export',
    scene: 'proved',
    place: '/settings/policies',
    sees: 'holds no key',
    act: async (page) => openDialog(page, 'Export'),
  },
  {
    name: 'policies-import',
    scene: 'proved',
    place: '/settings/policies',
    sees: 'Less is kept than before',
    act: async (page) => {
      await openDialog(page, 'Export')
      const text = await page.getByLabel('holdfast-policies.json').inputValue()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await openDialog(page, 'Import')
      await page.getByLabel('Text of the file').fill(text.replaceAll('"weekly": 8', '"weekly": 4'))
    },
  },
  {
    name: 'policies-import-refused',
    scene: 'proved',
    place: '/settings/policies',
    sees: 'is no cron expression',
    act: async (page) => {
      await openDialog(page, 'Export')
      const text = await page.getByLabel('holdfast-policies.json').inputValue()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await openDialog(page, 'Import')
      await page.getByLabel('Text of the file').fill(text.replaceAll('0 7 * * 0', '0 7 * *'))
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    },
  },
  { name: 'policies-overview', scene: 'nobody-acts', place: '/', sees: 'How to run them' },
  { name: 'policies-overview-paused', scene: 'paused', place: '/', sees: 'Resume schedules' },
  {
    name: 'policies-database',
    scene: 'mixed',
    place: `/database/${idOf(1, 4)}`,
    sees: 'None: nothing is taken of it by itself',
  },
  { name: 'policies-history', scene: 'nobody-acts', place: '/activity', sees: 'no program ran' },
  {
    name: 'policies-drawer',
    scene: 'running',
    place: '/inventory',
    sees: 'Pause schedules',
    act: async (page) => page.getByRole('button', { name: /^Jobs/ }).click(),
  },
  { name: 'policies-settings', scene: 'proved', place: '/settings', sees: 'holdfast agent install' },
]
