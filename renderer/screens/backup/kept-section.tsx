import { useState } from 'react'

import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { useLiftHold, usePin } from '../../state/use-retention.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { HoldDialog } from './hold-dialog.tsx'
import { nothingKeeps, type BackupMarks } from './marks-of.ts'

function HoldLine({ hold, isOff }: { readonly hold: KeepMark; readonly isOff: boolean }) {
  const lift = useLiftHold()
  return (
    <li className="row spread">
      <span>
        Legal hold {hold.name}
        <span className="soft">
          {hold.backupId === null ? ', on the whole database' : ''}, since {formatMoment(hold.since)} by{' '}
          {hold.by}
          {hold.note === '' ? '' : `: ${hold.note}`}
        </span>
      </span>
      <ActButton
        act="retention.lift"
        variant="subtle"
        size="compact-xs"
        aria-label={`Lift the hold ${hold.name}`}
        disabled={isOff}
        loading={lift.isPending}
        onClick={() => lift.mutate(hold.id)}
      >
        Lift
      </ActButton>
    </li>
  )
}

interface KeptSectionProps {
  /** Of the backup or archive. */
  readonly id: string
  /** What a hold on it keeps, in words. */
  readonly keeps: string
  /** Undefined: not known yet. */
  readonly marks: BackupMarks | undefined
}

/** What keeps a backup or an archive whatever its policy says: its pin and its legal holds, to set and to take away. */
export function KeptSection({ id, keeps, marks }: KeptSectionProps) {
  const [isAsking, setAsking] = useState(false)
  const pin = usePin()
  const isOff = !useVaultPermits().canBackUp
  const { isPinned, holds } = marks ?? nothingKeeps
  return (
    <section className="section">
      <div className="section-head">
        <h2>Kept</h2>
        <span className="section-note">
          {isPinned || holds.length > 0 ? 'whatever its policy says' : 'as its policy says'}
        </span>
      </div>
      {holds.length > 0 && (
        <ul className="line-list">
          {holds.map((hold) => (
            <HoldLine key={hold.id} hold={hold} isOff={isOff} />
          ))}
        </ul>
      )}
      <div className="row row-wrap">
        <ActButton
          act="retention.pin"
          variant="default"
          size="compact-sm"
          aria-pressed={isPinned}
          disabled={isOff || marks === undefined}
          loading={pin.isPending}
          onClick={() => pin.mutate({ backupId: id, isPinned: !isPinned })}
        >
          {isPinned ? 'Take the pin away' : 'Pin'}
        </ActButton>
        <ActButton
          act="retention.hold"
          variant="default"
          size="compact-sm"
          disabled={isOff}
          onClick={() => setAsking(true)}
        >
          Legal hold…
        </ActButton>
      </div>
      {isAsking && <HoldDialog target={{ backupId: id }} keeps={keeps} onClose={() => setAsking(false)} />}
    </section>
  )
}
