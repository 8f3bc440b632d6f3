import { Button } from '@mantine/core'

import { formatCount } from '../../shared/domain/words/format-count.ts'

/** Leads through the pages of a long list; nothing where all of it is on one. */
export function Pager(props: {
  /** What the list is of. */
  readonly label: string
  /** Where the page that is shown begins. */
  readonly offset: number
  readonly size: number
  readonly total: number
  readonly onTurn: (offset: number) => void
}) {
  const { label, offset, size, total, onTurn } = props
  if (total <= size && offset === 0) return null
  const last = Math.min(offset + size, total)
  return (
    <nav className="row" aria-label={`Pages: ${label}`}>
      <Button variant="default" disabled={offset === 0} onClick={() => onTurn(Math.max(0, offset - size))}>
        Previous
      </Button>
      <span className="soft num">
        {formatCount(Math.min(offset + 1, total))} to {formatCount(last)} of {formatCount(total)}
      </span>
      <Button variant="default" disabled={last >= total} onClick={() => onTurn(offset + size)}>
        Next
      </Button>
    </nav>
  )
}
