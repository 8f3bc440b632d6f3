import type { Page } from '@playwright/test'

import { idOf } from '../support/sample/make-records.ts'
import type { WindowView } from './window-view.ts'

async function choose(page: Page, range: string): Promise<void> {
  await page.getByRole('button', { name: range, exact: true }).click()
}

/** The states of the timeline. */
export const timelineViews: readonly WindowView[] = [
  { name: 'timeline', scene: 'proved', place: '/timeline', sees: '31 backups of 4 databases.' },
  { name: 'timeline-mixed', scene: 'mixed', place: '/timeline', sees: 'no policy: all are kept' },
  {
    name: 'timeline-day',
    scene: 'proved',
    place: '/timeline',
    sees: 'forecast_cache',
    act: async (page) => choose(page, 'Day'),
  },
  {
    name: 'timeline-month',
    scene: 'chains',
    place: `/timeline?database=${idOf(1, 1)}`,
    sees: 'Verdict',
    act: async (page) => {
      await choose(page, 'Month')
      await page.getByText('53 backups').waitFor()
      await page.keyboard.press('[')
    },
  },
  {
    name: 'timeline-years',
    scene: 'chains',
    place: '/timeline',
    sees: '2030',
    act: async (page) => choose(page, '7 years'),
  },
  {
    name: 'timeline-preview',
    scene: 'mixed',
    place: '/timeline',
    sees: 'no rule of its policy keeps it any longer',
    act: async (page) => page.getByRole('switch', { name: 'After the next clean-up' }).click(),
  },
  {
    name: 'timeline-backup',
    scene: 'proved',
    place: '/timeline',
    sees: 'Goes about',
    act: async (page) => {
      await page.getByText('8 backups').first().waitFor()
      await page.keyboard.press('Enter')
    },
  },
  {
    name: 'timeline-table',
    scene: 'proved',
    place: `/timeline?database=${idOf(1, 3)}`,
    sees: 'the last proved one',
    act: async (page) => page.getByText('Table', { exact: true }).click(),
  },
  { name: 'timeline-many', scene: 'many', place: '/timeline', sees: '2,000 backups' },
  { name: 'timeline-empty', scene: 'empty', place: '/timeline', sees: 'Each database has a lane here' },
  { name: 'timeline-error', scene: 'errors', place: '/timeline', sees: '7F3A-19' },
  { name: 'timeline-loading', scene: 'loading', place: '/timeline', sees: 'Timeline' },
]
