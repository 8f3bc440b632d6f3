import { useMemo } from 'react'
import { Link } from 'wouter'

import { type ProtectionState, protectionStates } from '../../../shared/domain/protection.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { StateMark, stateClass } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { reasonSentence, stateWord } from '../../text/state-words.ts'
import { byWorst } from './worst-state.ts'

/** More databases than this are summed up, and only the worst are shown as tiles. */
const mostTiles = 60
const mostWorst = 24

/** Every database as a small tile, the worst first; a long list as its sums and its worst. */
export function DatabaseTiles({ databases }: { readonly databases: readonly DatabaseView[] }) {
  const nowMs = useNow()
  const isLong = databases.length > mostTiles
  const shown = useMemo(() => {
    if (!isLong) return databases.toSorted(byWorst)
    return databases
      .filter(({ state }) => state !== 'proved')
      .sort(byWorst)
      .slice(0, mostWorst)
  }, [databases, isLong])
  return (
    <section className="section" aria-label="Databases">
      <div className="section-head">
        <h2>Databases</h2>
        <StateCounts databases={databases} />
      </div>
      {isLong && <StateBar databases={databases} />}
      <ul className="tiles">
        {shown.map((database) => (
          <li key={database.id}>
            <Link
              href={`/database/${database.id}`}
              className={`tile ${stateClass(database.state)}`}
              title={reasonSentence(database.reason, nowMs)}
            >
              <StateMark state={database.state} isBare size={15} />
              <span className="tile-name ellipsis">{database.name}</span>
              <span className="soft small">
                <Age at={database.newestProvedAt} short unknown="No backup of it is proved" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {isLong && (
        <Link href="/inventory" className="small">
          All {countOf(databases.length, 'database')}
        </Link>
      )}
    </section>
  )
}

function countByState(
  databases: readonly DatabaseView[],
): readonly { state: ProtectionState; count: number }[] {
  return protectionStates
    .map((state) => ({ state, count: databases.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
}

function StateCounts({ databases }: { readonly databases: readonly DatabaseView[] }) {
  return (
    <span className="row row-wrap small" style={{ gap: 14 }}>
      {countByState(databases).map(({ state, count }) => (
        <StateMark
          key={state}
          state={state}
          size={13}
          word={`${formatCount(count)} ${stateWord(state).toLowerCase()}`}
        />
      ))}
    </span>
  )
}

function StateBar({ databases }: { readonly databases: readonly DatabaseView[] }) {
  return (
    <div className="state-bar" aria-hidden="true">
      {countByState(databases).map(({ state, count }) => (
        <span key={state} className={stateClass(state)} style={{ flexGrow: count }} />
      ))}
    </div>
  )
}
