import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [
  { path: '/alerts', word: 'Alerts' },
  { path: '/alerts/health', word: 'Health' },
]

/** What is wrong and who was told, and the health that it comes from. */
export function AlertsTabs() {
  return <LinkTabs label="Alerts" tabs={tabs} />
}
