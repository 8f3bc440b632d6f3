import type { ObjectiveDetail } from '../../../shared/domain/objectives/objective-views.ts'
import { scenarioNames, scenarioWords } from '../../../shared/domain/words/objective-words.ts'
import { Unknown } from '../../components/unknown.tsx'
import { keptShare, promisedWhy, shareText, shareWhy } from '../../text/objective-words.ts'
import { AchievedRpo, AchievedTime, LastDrill, PromisedMark } from './achieved-cells.tsx'

const rtoWords = { measured: 'measured', estimated: 'estimated', not_known: 'not known' } as const

interface ObjectiveFiguresProps {
  readonly detail: ObjectiveDetail
  readonly days: number
}

/** The numbers that count: each achieved one large, its promise outlined beside it. */
export function ObjectiveFigures({ detail, days }: ObjectiveFiguresProps) {
  const { row, rto, shares } = detail
  const share = shares === null ? null : keptShare(shares)
  return (
    <div className="figures objective-figures">
      <div>
        <div className="figure-value">
          <AchievedRpo row={row} /> <PromisedMark promised={row.promised.rpo} />
        </div>
        <div className="figure-word">RPO achieved · promised</div>
      </div>
      <div>
        <div className="figure-value">
          {shares === null || share === null ? (
            <Unknown why={promisedWhy(row.promised.rpo)} />
          ) : (
            <span title={shareWhy(shares, days)}>{shareText(share)}</span>
          )}
        </div>
        <div className="figure-word">of the time within</div>
      </div>
      <div>
        <div className="figure-value">
          <AchievedTime rto={rto.complete} promised={row.promised.rto.complete} />{' '}
          <PromisedMark promised={row.promised.rto.complete} />
        </div>
        <div className="figure-word">RTO {rtoWords[rto.complete.kind]} · promised</div>
      </div>
      <div>
        <div className="figure-value">
          <LastDrill drill={row.lastDrill} />
        </div>
        <div className="figure-word">since the last drill</div>
      </div>
      <ul className="visually-hidden">
        {scenarioNames.map((scenario) => (
          <li key={scenario}>
            {scenarioWords[scenario]}: {promisedWhy(row.promised.rto[scenario])}
          </li>
        ))}
      </ul>
    </div>
  )
}
