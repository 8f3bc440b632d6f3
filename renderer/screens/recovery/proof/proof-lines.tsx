import { StateMark } from '../../../components/state-mark.tsx'
import { Unknown } from '../../../components/unknown.tsx'

/** One thing that a recovery shows, or does not. */
export interface ProofLine {
  readonly what: string
  /** False: it was not shown, and `says` why. Null: it was shown not to hold. */
  readonly isShown: boolean | null
  readonly says: string
}

/** What a recovery proves, line by line; what was not shown is said as well. */
export function ProofLines({ lines }: { readonly lines: readonly ProofLine[] }) {
  return (
    <ol className="checks" aria-label="What is shown">
      {lines.map(({ what, isShown, says }) => (
        <li key={what} className="check">
          {isShown === false ? (
            <Unknown why="Not shown" />
          ) : (
            <StateMark
              state={isShown === null ? 'failed' : 'proved'}
              word={isShown === null ? 'Does not hold' : 'Shown'}
              isBare
            />
          )}
          <div className="stack stack-tight check-text">
            <span className="check-name">
              {what}
              {isShown === false && ': not shown'}
            </span>
            <span className="soft small check-detail">{says}</span>
          </div>
        </li>
      ))}
    </ol>
  )
}
