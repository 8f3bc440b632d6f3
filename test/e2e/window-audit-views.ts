import type { WindowView } from './window-view.ts'

/** States of the audit log. */
export const auditViews: readonly WindowView[] = [
  { name: 'audit', scene: 'proved', place: '/compliance', sees: 'All 230 entries are as they were written.' },
  { name: 'audit-changed', scene: 'mixed', place: '/compliance/audit', sees: 'Entry 40 was changed' },
  {
    name: 'audit-entry',
    scene: 'proved',
    place: '/compliance/audit',
    sees: 'retention.hold',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Search the audit log' }).fill('quarter')
      await page.getByText('Placed a legal hold').first().click()
    },
  },
  {
    name: 'audit-many',
    scene: 'many',
    place: '/compliance/audit',
    sees: 'and older ones',
    act: async (page) => {
      await page.getByRole('button', { name: 'Verify the log' }).click()
      await page.getByText('All 10,000 entries are as they were written.').waitFor()
    },
  },
  {
    name: 'audit-refused',
    scene: 'many',
    place: '/compliance/audit',
    sees: 'refused',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Result' }).click()
      await page.getByRole('option', { name: 'refused' }).click()
      const grid = page.getByRole('grid', { name: 'Audit log' })
      await grid.getByText('Placed a legal hold').first().waitFor({ state: 'detached' })
    },
  },
  {
    name: 'audit-exported',
    scene: 'proved',
    place: '/compliance/audit',
    sees: '230 entries, ',
    act: async (page) => {
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByLabel('Folder of the export').fill('/srv/audit/2026')
      await page.getByRole('button', { name: 'Export the log' }).click()
    },
  },
  { name: 'audit-empty', scene: 'empty', place: '/compliance/audit', sees: 'Nothing was done yet' },
  { name: 'audit-error', scene: 'errors', place: '/compliance/audit', sees: '7F3A-19' },
  { name: 'audit-loading', scene: 'loading', place: '/compliance/audit', sees: 'Compliance' },
]
