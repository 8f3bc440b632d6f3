import { Link, useLocation } from 'wouter'

/** A place that a tab leads to. */
export interface LinkTab {
  readonly path: string
  readonly word: string
}

/** Tabs that are links, so that each place has its address; the one that is shown is marked. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  const [place] = useLocation()
  return (
    <nav className="tabs" aria-label={label}>
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
