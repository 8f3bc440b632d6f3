import { Button } from '@mantine/core'

/** What the look-again of a plan or preview needs. */
export interface LookAgainHeadProps {
  readonly title: string
  /** It is being looked at now. */
  readonly isFetching: boolean
  readonly onAgain: () => void
}

/** The heading of what was looked at before something is replaced, with the way to look once more. */
export function LookAgainHead({ title, isFetching, onAgain }: LookAgainHeadProps) {
  return (
    <div className="row spread">
      <h2>{title}</h2>
      <Button
        variant="subtle"
        size="compact-xs"
        className="flush-right"
        loading={isFetching}
        onClick={onAgain}
      >
        Look again
      </Button>
    </div>
  )
}
