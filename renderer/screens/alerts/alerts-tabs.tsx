import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [
  { path: '/alerts', word: 'Alerts' },
  { path: '/alerts/messages', word: 'Messages' },
  { path: '/alerts/health', word: 'Health' },
]

/** What is wrong, who was told of it, and the health that it comes from. */
export function AlertsTabs() {
  return <LinkTabs label="Alerts" tabs={tabs} />
}
