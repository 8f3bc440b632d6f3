import { idOf } from '../support/sample/make-records.ts'
import type { WindowView } from './window-view.ts'

const market = idOf(1, 0)
const economic = idOf(1, 2)

/** States of drills and of health. */
export const drillsViews: readonly WindowView[] = [
  { name: 'drills', scene: 'proved', place: '/recovery/drills', sees: '4 of 4 databases passed' },
  { name: 'drills-mixed', scene: 'mixed', place: '/recovery/drills', sees: 'Inconclusive' },
  { name: 'drills-many', scene: 'many', place: '/recovery/drills', sees: 'databases due' },
  {
    name: 'drills-chosen',
    scene: 'mixed',
    place: '/recovery/drills',
    sees: '1 database chosen',
    act: async (page) => page.getByLabel('Choose market_data').click(),
  },
  { name: 'drills-empty', scene: 'empty', place: '/recovery/drills', sees: 'Nothing to drill yet' },
  {
    name: 'drills-nobody',
    scene: 'nobody-acts',
    place: '/recovery/drills',
    sees: 'no program runs the schedules',
  },
  { name: 'drills-error', scene: 'errors', place: '/recovery/drills', sees: '7F3A-19' },
  { name: 'drills-loading', scene: 'loading', place: '/recovery/drills', sees: 'Drills' },
  {
    name: 'drills-running',
    scene: 'proved',
    place: `/recovery/drills/${market}`,
    sees: 'Drill of market_data',
    act: async (page) => page.getByRole('button', { name: 'Drill now' }).click(),
  },
  {
    name: 'drill-passed',
    scene: 'proved',
    place: `/recovery/drills/backup/${idOf(2, 0)}`,
    sees: 'Assertions',
  },
  {
    name: 'drill-failed',
    scene: 'mixed',
    place: `/recovery/drills/backup/${idOf(2, 200)}`,
    sees: 'not made',
  },
  {
    name: 'drill-inconclusive',
    scene: 'mixed',
    place: `/recovery/drills/backup/${idOf(2, 300)}`,
    sees: 'not found out',
  },
  {
    name: 'drill-none',
    scene: 'proved',
    place: `/recovery/drills/backup/${idOf(2, 1)}`,
    sees: 'never drilled',
  },
  { name: 'drill-error', scene: 'errors', place: `/recovery/drills/backup/${idOf(2, 0)}`, sees: '7F3A-19' },
  {
    name: 'drill-detection',
    scene: 'proved',
    place: `/recovery/drills/backup/${idOf(2, 0)}`,
    sees: 'The planted corruption was found by D1',
    act: async (page) => page.getByRole('button', { name: 'Corrupt a copy and drill it' }).click(),
  },
  {
    name: 'assertions',
    scene: 'proved',
    place: `/recovery/drills/${market}/assertions`,
    sees: 'Only of the newest backup',
  },
  {
    name: 'assertions-none',
    scene: 'proved',
    place: `/recovery/drills/${economic}/assertions`,
    sees: 'Nothing is asserted',
  },
  {
    name: 'assertions-wrong',
    scene: 'proved',
    place: `/recovery/drills/${economic}/assertions`,
    sees: 'begins with none of SELECT',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add an assertion' }).click()
      await page.getByLabel('Assertion 1: what it says').fill('no row is left')
      await page.getByLabel('Assertion 1: statement').fill('DELETE FROM series')
    },
  },
  { name: 'health', scene: 'mixed', place: '/alerts/health', sees: 'Degrades by' },
  { name: 'health-fine', scene: 'proved', place: '/alerts/health', sees: 'Every check passed' },
  {
    name: 'health-nobody',
    scene: 'nobody-acts',
    place: '/alerts/health',
    sees: 'No program watches this vault',
  },
  { name: 'health-error', scene: 'errors', place: '/alerts/health', sees: '7F3A-19' },
  { name: 'health-loading', scene: 'loading', place: '/alerts/health', sees: 'Health' },
]
