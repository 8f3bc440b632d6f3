import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [
  { path: '/recovery', word: 'Bring back' },
  { path: '/recovery/drills', word: 'Drills' },
]

/** Bringing something back, and the proof that it could be. */
export function RecoveryTabs() {
  return <LinkTabs label="Recovery" tabs={tabs} />
}
