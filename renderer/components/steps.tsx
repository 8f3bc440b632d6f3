import { IconCheck } from '@tabler/icons-react'

interface StepsProps {
  readonly words: readonly string[]
  /** The step that is shown, from 0. */
  readonly at: number
  readonly label: string
  /** Side by side instead of one below the other. */
  readonly isRow?: boolean
  /** Steps that can be gone back to. Left out: none. */
  readonly onGo?: (step: number) => void
}

/** The steps of a procedure: what is done, where it is, what is to come. */
export function Steps({ words, at, label, isRow = false, onGo }: StepsProps) {
  return (
    <ol className={`steps ${isRow ? 'is-row' : ''}`} aria-label={label}>
      {words.map((word, step) => {
        const isDone = step < at
        const look = isDone ? 'is-done' : step === at ? 'is-here' : ''
        const inside = (
          <>
            <span className="step-mark num" aria-hidden="true">
              {isDone ? <IconCheck size={13} stroke={2.6} /> : step + 1}
            </span>
            {word}
            {isDone && <span className="visually-hidden">done</span>}
          </>
        )
        return (
          <li
            key={word}
            className={`step ${look}`}
            {...(step === at ? { 'aria-current': 'step' as const } : {})}
          >
            {isDone && onGo !== undefined ? (
              <button type="button" className="plain-button step-inside" onClick={() => onGo(step)}>
                {inside}
              </button>
            ) : (
              <span className="step-inside">{inside}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
