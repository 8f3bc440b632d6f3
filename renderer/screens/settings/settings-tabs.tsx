import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [
  { path: '/settings', word: 'This program' },
  { path: '/settings/policies', word: 'Policies' },
  { path: '/settings/alerts', word: 'Who is told' },
  { path: '/settings/access', word: 'Access' },
  { path: '/settings/keys', word: 'Keys' },
]

/** The parts of the settings: those of this user on this machine, and what the vault keeps for everybody. */
export function SettingsTabs() {
  return <LinkTabs label="Settings" tabs={tabs} />
}
