import type { Page } from '@playwright/test'

import { auditViews } from './window-audit-views.ts'
import { alertsViews } from './window-alerts-views.ts'
import { drillsViews } from './window-drills-views.ts'
import { changesViews } from './window-changes-views.ts'
import { timelineViews } from './window-timeline-views.ts'
import { systemViews } from './window-system-views.ts'
import { keysViews } from './window-keys-views.ts'
import { objectivesViews } from './window-objectives-views.ts'
import { policiesViews } from './window-policies-views.ts'
import { toPlan, type WindowView } from './window-view.ts'
import { notShownRestoreId, unprovedRestoreId } from '../support/sample/ended-restores.ts'
import { idOf } from '../support/sample/make-records.ts'

const market = idOf(1, 0)
const economic = idOf(1, 2)

async function openRow(page: Page, grid: string, row: number): Promise<void> {
  await page
    .getByRole('grid', { name: grid })
    .getByRole('row')
    .nth(row)
    .click({ position: { x: 300, y: 14 } })
}

/** Every state that is looked at. */
export const views: readonly WindowView[] = [
  { name: 'overview-proved', scene: 'proved', place: '/', sees: '4 of 4 databases can be restored.' },
  { name: 'overview-mixed', scene: 'mixed', place: '/', sees: 'What needs a person' },
  { name: 'overview-many', scene: 'many', place: '/', sees: 'All 10,000 databases' },
  { name: 'overview-empty', scene: 'empty', place: '/', sees: 'Nothing is protected yet' },
  { name: 'overview-error', scene: 'errors', place: '/', sees: '7F3A-19' },
  { name: 'overview-loading', scene: 'loading', place: '/', sees: 'Overview' },
  { name: 'overview-unreachable', scene: 'unreachable', place: '/', sees: 'Vault folder not reachable' },
  { name: 'overview-read-only', scene: 'read-only', place: '/', sees: 'The vault is read-only' },
  { name: 'overview-lost', scene: 'lost', place: '/', sees: 'has ended' },
  { name: 'inventory', scene: 'mixed', place: '/inventory', sees: 'lease_archive' },
  {
    name: 'inventory-chosen',
    scene: 'mixed',
    place: '/inventory',
    sees: '2 databases chosen',
    act: async (page) => {
      await page.getByLabel('Choose market_data').click()
      await page.getByLabel('Choose rent_rolls').click()
    },
  },
  {
    name: 'inventory-grouped',
    scene: 'mixed',
    place: '/inventory',
    sees: 'archive',
    act: async (page) => page.getByRole('switch', { name: 'Group by tier' }).click(),
  },
  { name: 'inventory-many', scene: 'many', place: '/inventory', sees: '10,000 databases' },
  { name: 'inventory-empty', scene: 'empty', place: '/inventory', sees: 'No database is registered yet' },
  { name: 'inventory-error', scene: 'errors', place: '/inventory', sees: '7F3A-19' },
  { name: 'inventory-loading', scene: 'loading', place: '/inventory', sees: 'Inventory' },
  { name: 'backups', scene: 'mixed', place: '/inventory/backups', sees: 'pre-update' },
  { name: 'backups-many', scene: 'many', place: '/inventory/backups', sees: '1,000,000 backups' },
  { name: 'backups-empty', scene: 'empty', place: '/inventory/backups', sees: 'No backup is stored yet' },
  { name: 'database', scene: 'proved', place: `/database/${market}`, sees: 'newest proved point' },
  { name: 'database-failed', scene: 'mixed', place: `/database/${economic}`, sees: 'failed its validation' },
  {
    name: 'database-backup',
    scene: 'mixed',
    place: `/database/${economic}`,
    sees: 'page 212 of frame 3',
    act: async (page) => openRow(page, 'Backups', 1),
  },
  {
    name: 'database-history',
    scene: 'mixed',
    place: `/database/${economic}/history`,
    sees: 'Backup damaged',
  },
  {
    name: 'database-empty',
    scene: 'mixed',
    place: `/database/${idOf(1, 4)}`,
    sees: 'a loss of this file is final',
  },
  {
    name: 'database-unknown',
    scene: 'proved',
    place: `/database/${idOf(1, 99)}`,
    sees: 'Database not registered',
  },
  {
    name: 'database-change',
    scene: 'proved',
    place: `/database/${market}`,
    sees: 'New backups are named after it',
    act: async (page) => {
      await page.getByLabel('More actions').click()
      await page.getByText('Change name, path or tier').click()
    },
  },
  {
    name: 'database-remove',
    scene: 'proved',
    place: `/database/${market}`,
    sees: 'The registration ends',
    act: async (page) => {
      await page.getByLabel('More actions').click()
      await page.getByText('Remove from the inventory').click()
    },
  },
  { name: 'backup', scene: 'proved', place: `/backup/${idOf(2, 0)}`, sees: 'Page index' },
  { name: 'activity', scene: 'running', place: '/activity', sees: 'rebuilding beside the target' },
  {
    name: 'activity-failure',
    scene: 'mixed',
    place: '/activity',
    sees: 'Make room on that file system',
    act: async (page) => {
      await page.getByText('Failures', { exact: true }).click()
      await page.getByText('No space left in the vault').first().click()
    },
  },
  { name: 'activity-empty', scene: 'empty', place: '/activity', sees: 'Nothing has run yet' },
  {
    name: 'jobs-drawer',
    scene: 'running',
    place: '/',
    sees: 'is cleared away',
    act: async (page) => {
      await page.getByRole('button', { name: /^Jobs/ }).click()
      await page.getByRole('button', { name: 'Cancel the job on forecast_cache' }).click()
    },
  },
  {
    name: 'palette',
    scene: 'mixed',
    place: '/',
    sees: 'Restore market_data',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('market')
    },
  },
  {
    name: 'keys',
    scene: 'proved',
    place: '/',
    sees: 'Search and act',
    act: async (page) => page.keyboard.press('?'),
  },
  {
    name: 'add-files',
    scene: 'proved',
    place: '/',
    sees: 'Path of a SQLite file',
    act: async (page) => page.getByRole('button', { name: 'Add databases' }).click(),
  },
  {
    name: 'add-scan',
    scene: 'proved',
    place: '/',
    sees: 'among 1,204 files',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add databases' }).click()
      await page.getByText('Scan a folder').click()
      await page.getByRole('button', { name: 'Scan', exact: true }).click()
    },
  },
  {
    name: 'path-picker',
    scene: 'proved',
    place: '/',
    sees: 'notes.sqlite',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add databases' }).click()
      await page.getByRole('button', { name: 'Browse' }).click()
    },
  },
  { name: 'recovery', scene: 'mixed', place: '/recovery', sees: 'The file is gone or broken' },
  {
    name: 'recovery-what',
    scene: 'mixed',
    place: '/recovery/complete',
    sees: 'Which database is brought back?',
  },
  {
    name: 'recovery-when',
    scene: 'mixed',
    place: `/recovery/complete/${market}`,
    sees: 'To which recovery point?',
  },
  {
    name: 'recovery-where',
    scene: 'proved',
    place: `/recovery/complete/${market}`,
    sees: 'Where is it brought back to?',
    act: async (page) => page.getByRole('button', { name: 'Continue' }).click(),
  },
  {
    name: 'recovery-plan',
    scene: 'proved',
    place: `/recovery/complete/${market}`,
    sees: 'Is lost',
    act: toPlan,
  },
  {
    name: 'recovery-in-use',
    scene: 'in-use',
    place: `/recovery/complete/${market}`,
    sees: 'To swap the file instead',
    act: toPlan,
  },
  {
    name: 'recovery-proof',
    scene: 'proved',
    place: `/recovery/complete/${market}`,
    sees: 'The two are equal.',
    act: async (page) => {
      await toPlan(page)
      await page.getByLabel(/to replace what is at the target/).fill('market_data')
      await page.getByRole('button', { name: 'Replace and restore' }).click()
    },
  },
  {
    name: 'recovery-unproved',
    scene: 'ended',
    place: `/recovery/job/${unprovedRestoreId}`,
    sees: 'A database of',
  },
  {
    name: 'recovery-not-shown',
    scene: 'ended',
    place: `/recovery/job/${notShownRestoreId}`,
    sees: 'Not comparable',
  },
  {
    name: 'backups-searched',
    scene: 'mixed',
    place: '/inventory/backups',
    sees: 'No backup matches the search.',
    act: async (page) => page.getByLabel('Search backups').fill('nowhere'),
  },
  ...alertsViews,
  ...auditViews,
  ...objectivesViews,
  ...drillsViews,
  ...changesViews,
  ...timelineViews,
  ...systemViews,
  ...policiesViews,
  ...keysViews,
  { name: 'settings', scene: 'proved', place: '/settings', sees: 'Rebuild the catalog' },
  { name: 'access', scene: 'roles', place: '/settings/access', sees: 'night-shift' },
  { name: 'access-open', scene: 'proved', place: '/settings/access', sees: 'Everybody who can open it' },
  { name: 'access-viewer', scene: 'viewer', place: '/settings/access', sees: 'You are ada: viewer' },
  { name: 'access-damaged', scene: 'roles-damaged', place: '/settings/access', sees: 'Write them anew' },
  { name: 'access-loading', scene: 'loading', place: '/settings/access', sees: 'Settings' },
  { name: 'access-error', scene: 'errors', place: '/settings/access', sees: '7F3A-19' },
  { name: 'viewer-overview', scene: 'viewer', place: '/', sees: 'Back up all' },
  { name: 'first-run', scene: 'first-run', place: '/', sees: 'Where do backups live?' },
  {
    name: 'first-run-key',
    scene: 'first-run',
    place: '/',
    sees: 'What opens the vault?',
    act: async (page) => {
      await page.getByRole('button', { name: 'Continue to the key' }).click()
      await page.getByRole('radio', { name: 'A passphrase' }).click()
    },
  },
  {
    name: 'first-run-databases',
    scene: 'first-run',
    place: '/',
    sees: 'Which databases are backed up?',
    act: async (page) => {
      await page.getByRole('button', { name: 'Continue to the key' }).click()
      await page.getByRole('button', { name: 'Create the vault' }).click()
      await page.getByRole('button', { name: 'Later, in Settings' }).click()
    },
  },
  { name: 'locked', scene: 'locked', place: '/', sees: 'is locked' },
  {
    name: 'locked-wrong',
    scene: 'locked',
    place: '/',
    sees: 'Wrong key',
    act: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).fill('wrong')
      await page.getByRole('button', { name: 'Unlock' }).click()
    },
  },
  { name: 'no-ticket', scene: 'no-ticket', place: '/', sees: 'opened without its ticket' },
  { name: 'nothing-here', scene: 'proved', place: '/nowhere', sees: 'Nothing is at this place' },
]
