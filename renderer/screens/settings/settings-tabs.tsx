import { Link, useLocation } from 'wouter'

const tabs = [
  { path: '/settings', word: 'This program' },
  { path: '/settings/policies', word: 'Policies' },
]

/** The parts of the settings: those of this user on this machine, and the policies that the vault keeps for everybody. */
export function SettingsTabs() {
  const [place] = useLocation()
  return (
    <nav className="tabs" aria-label="Settings">
      {tabs.map(({ path, word }) => (
        <Link
          key={path}
          href={path}
          className="tab"
          {...(place === path ? { 'aria-current': 'page' as const } : {})}
        >
          {word}
        </Link>
      ))}
    </nav>
  )
}
