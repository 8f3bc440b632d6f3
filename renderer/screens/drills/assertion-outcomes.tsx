import { Link } from 'wouter'

import type { AssertionOutcome } from '../../../shared/domain/drills/assertion.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { StateMark } from '../../components/state-mark.tsx'

const marks: Readonly<Record<AssertionOutcome['status'], readonly [ProtectionState, string]>> = {
  held: ['proved', 'Held'],
  contradicted: ['failed', 'Contradicted'],
  impossible: ['at_risk', 'Can’t be asked'],
}

/** What its owner asserts of a restored copy: what was expected, and what it gave. */
export function AssertionOutcomes({
  outcomes,
  databaseId,
}: {
  readonly outcomes: readonly AssertionOutcome[]
  readonly databaseId: string
}) {
  return (
    <section className="section" aria-label="Assertions">
      <div className="section-head">
        <h2>Assertions</h2>
        <Link href={`/recovery/drills/${databaseId}/assertions`} className="small push no-print">
          Edit
        </Link>
      </div>
      {outcomes.length === 0 && <p className="soft">Nothing was asserted in this drill.</p>}
      {outcomes.length > 0 && (
        <div className="drill-table-around">
          <table className="health-table drill-table">
            <thead>
              <tr>
                <th scope="col">Result</th>
                <th scope="col">Assertion</th>
                <th scope="col">Expected</th>
                <th scope="col">Found</th>
              </tr>
            </thead>
            <tbody>
              {outcomes.map(({ name, sql, status, wanted, found }) => (
                <tr key={name}>
                  <td>
                    <StateMark state={marks[status][0]} word={marks[status][1]} />
                  </td>
                  <th scope="row">
                    {name}
                    <code className="mono soft drill-sql">{sql}</code>
                  </th>
                  <td className="mono">{wanted}</td>
                  <td className="mono">{found}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
