import { Link, useLocation } from 'wouter'

import { Mark } from '../../components/mark.tsx'
import { belongsTo, railEntries } from './rail-entries.ts'

/** The left rail: the window's views, folded to icons where it is narrow. */
export function Rail() {
  const [place] = useLocation()
  return (
    <nav className="rail" aria-label="Views">
      <Link href="/" className="rail-mark" aria-label="Holdfast, to the overview">
        <Mark />
        <span className="rail-word">Holdfast</span>
      </Link>
      <ul className="rail-links">
        {railEntries.map((entry) => (
          <li key={entry.path}>
            <Link
              href={entry.path}
              className="rail-link"
              title={entry.word}
              {...(belongsTo(entry, place) ? { 'aria-current': 'page' as const } : {})}
            >
              <entry.icon size={18} stroke={1.7} aria-hidden="true" />
              <span className="rail-word">{entry.word}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
