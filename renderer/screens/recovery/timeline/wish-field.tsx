import { Button, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'

import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { formatWallTime, localZone, readWallTime } from '../../../text/local-moment.ts'

interface WishFieldProps {
  readonly wishMs: number
  readonly onWish: (ms: number) => void
}

/** The moment typed in the clock of this place, with the same in UTC beside it. A time that the clock showed twice asks which. */
export function WishField({ wishMs, onWish }: WishFieldProps) {
  const zone = localZone()
  /** Null: nothing is being typed, and the field follows the cursor. */
  const [typed, setTyped] = useState<string | null>(null)
  const meaning = typed === null ? null : readWallTime(typed, zone)
  const take = (ms: number): void => {
    setTyped(null)
    onWish(ms)
  }
  const settle = (): void => {
    if (meaning?.kind === 'moment') take(meaning.ms)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setTyped(null)
    if (event.key !== 'Enter') return
    event.preventDefault()
    settle()
  }
  return (
    <div className="wish">
      <TextInput
        label={`Moment (${zone})`}
        value={typed ?? formatWallTime(wishMs, zone)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={onKeyDown}
        placeholder="YYYY-MM-DD HH:MM:SS"
        error={meaning && complaints[meaning.kind]}
        autoComplete="off"
        spellCheck={false}
        w={210}
        styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
      />
      <span className="wish-utc num soft">= {formatMoment(new Date(wishMs).toISOString())}</span>
      {meaning?.kind === 'two' && (
        <div className="row">
          {[meaning.firstMs, meaning.secondMs].map((ms, n) => (
            <Button key={ms} variant="default" size="compact-xs" onClick={() => take(ms)}>
              {n === 0 ? 'First' : 'Second'}: {formatMoment(new Date(ms).toISOString())}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

const complaints = {
  moment: null,
  unreadable: 'Write it as 2026-11-23 20:44:25',
  none: 'The clocks were set forward over this time',
  two: 'The clocks were set back: this time came twice',
}
