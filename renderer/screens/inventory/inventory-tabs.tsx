import { Link, useLocation } from 'wouter'

const tabs = [
  { path: '/inventory', word: 'Databases' },
  { path: '/inventory/backups', word: 'All backups' },
]

/** The two lists of the inventory. */
export function InventoryTabs() {
  const [place] = useLocation()
  return (
    <nav className="tabs" aria-label="Inventory">
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
