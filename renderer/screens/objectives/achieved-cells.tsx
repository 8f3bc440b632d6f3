import type { AchievedRto } from '../../../shared/domain/objectives/achieved-rto.ts'
import type { Promised } from '../../../shared/domain/objectives/objective.ts'
import {
  isYetToCome,
  keepsRpo,
  keepsRto,
  type ObjectiveRow,
} from '../../../shared/domain/objectives/objective-views.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { achievedRpoText, rtoUnknownWords } from '../../../shared/domain/words/objective-words.ts'
import { Unknown } from '../../components/unknown.tsx'
import { useNow } from '../../components/use-now.ts'
import {
  ageText,
  keptShare,
  promisedTime,
  promisedWhy,
  shareText,
  shareWhy,
} from '../../text/objective-words.ts'

/** What is promised: an outline. */
export function PromisedMark({ promised }: { readonly promised: Promised }) {
  const why = promisedWhy(promised)
  if (promised.kind === 'not_promised') return <Unknown why={why} />
  const isDefault = promised.from === 'default' || promised.from === 'schedule'
  return (
    <span className={`promised num ${isDefault ? 'is-default' : ''}`} title={why}>
      {promisedTime(promised.ms)}
      {isDefault && <span className="visually-hidden"> ({why})</span>}
    </span>
  )
}

/** A measured value beside its promise: kept, or broken with a mark and a word. */
function Measured({
  text,
  title,
  keeps,
}: {
  readonly text: string
  readonly title: string
  readonly keeps: boolean | null
}) {
  return (
    <span className={`num ${keeps === false ? 'is-broken' : ''}`} title={title}>
      {keeps === false && <span aria-hidden="true">▲ </span>}
      {text}
      {keeps === false && <span className="visually-hidden"> (broken)</span>}
    </span>
  )
}

type RpoOf = Pick<ObjectiveRow, 'promised' | 'provedStateAtMs'>

/** The age of the newest proved state. */
export function AchievedRpo({ row }: { readonly row: RpoOf }) {
  const nowMs = useNow()
  const { provedStateAtMs: atMs, promised } = row
  const keeps = keepsRpo(promised.rpo, atMs, nowMs)
  if (atMs === null) {
    const why = 'No backup of it is proved: everything would be lost'
    return keeps === false ? <Measured text="none" title={why} keeps={keeps} /> : <Unknown why={why} />
  }
  if (isYetToCome(atMs, nowMs)) {
    const moment = formatMoment(new Date(atMs).toISOString())
    return <Unknown why={`Its newest proved state is of ${moment}, which has not come: a clock was wrong`} />
  }
  const title = `The newest proved state is of ${formatMoment(new Date(atMs).toISOString())}`
  return <Measured text={achievedRpoText(nowMs - atMs)} title={title} keeps={keeps} />
}

/** The measured time of a restore, or an estimate that says so. */
export function AchievedTime({ rto, promised }: { readonly rto: AchievedRto; readonly promised: Promised }) {
  if (rto.kind === 'not_known') return <Unknown why={rtoUnknownWords[rto.because]} />
  if (rto.kind === 'estimated') {
    return (
      <span
        className="estimated num"
        title={`Estimated from ${rto.fromCount} measured ${rto.fromCount === 1 ? 'restore' : 'restores'}`}
      >
        {formatDuration(rto.durationMs)}
        <span className="estimated-word" aria-hidden="true">
          est.
        </span>
        <span className="visually-hidden"> (estimated)</span>
      </span>
    )
  }
  const what = rto.scenario === 'drill' ? 'a drill' : 'a restore'
  const title = `Measured by ${what} at ${formatMoment(new Date(rto.atMs).toISOString())}`
  return <Measured text={formatDuration(rto.durationMs)} title={title} keeps={keepsRto(promised, rto)} />
}

/** The share of 30 days within the objective. */
export function ShareWithin({ row }: { readonly row: Pick<ObjectiveRow, 'promised' | 'shares'> }) {
  const { shares, promised } = row
  if (shares === null) return <Unknown why={promisedWhy(promised.rpo)} />
  const share = keptShare(shares)
  if (share === null) return <Unknown why="It was registered just now" />
  return (
    <span className="num" title={shareWhy(shares)}>
      {shareText(share)}
    </span>
  )
}

const verdictWords = { passed: 'passed', failed: 'failed', inconclusive: 'inconclusive' } as const

/** When it was drilled last, and what came of it. */
export function LastDrill({ drill }: { readonly drill: ObjectiveRow['lastDrill'] }) {
  const nowMs = useNow()
  if (drill === null) return <Unknown why="It was never drilled" />
  const { atMs, verdict } = drill
  const title = `${verdictWords[verdict]} at ${formatMoment(new Date(atMs).toISOString())}`
  return (
    <span className={`num ${verdict === 'failed' ? 'is-broken' : ''}`} title={title}>
      {verdict !== 'passed' && <span aria-hidden="true">{verdict === 'failed' ? '▲ ' : '? '}</span>}
      {ageText(nowMs - atMs)}
      {verdict !== 'passed' && <span className="visually-hidden"> ({verdictWords[verdict]})</span>}
    </span>
  )
}
