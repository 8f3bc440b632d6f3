import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [
  { path: '/inventory', word: 'Databases' },
  { path: '/inventory/backups', word: 'All backups' },
]

/** The two lists of the inventory. */
export function InventoryTabs() {
  return <LinkTabs label="Inventory" tabs={tabs} />
}
