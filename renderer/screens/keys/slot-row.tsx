import { Button } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconDeviceDesktop,
  IconFileText,
  IconPassword,
  IconPrinter,
} from '@tabler/icons-react'

import type { KeySlotView } from '../../../shared/domain/keys/keys-view.ts'
import { slotTestDueDays } from '../../../shared/domain/keys/slot-test-due.ts'
import { slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { Age } from '../../components/age.tsx'

const icons = {
  passphrase: IconPassword,
  key_file: IconFileText,
  keychain: IconDeviceDesktop,
  recovery_code: IconPrinter,
} as const

interface SlotRowProps {
  readonly slot: KeySlotView
  readonly isLast: boolean
  readonly onDo: (what: 'change' | 'remove' | 'test') => void
}

/** One way to open the vault: what it is, since when, and when it was last seen to. */
export function SlotRow({ slot, isLast, onDo }: SlotRowProps) {
  const Icon = icons[slot.kind]
  const word = slotKindWords[slot.kind]
  return (
    <li className="row row-wrap key-slot">
      <Icon size={18} className="soft" aria-hidden="true" />
      <div className="stack stack-tight key-slot-text">
        <span className="setting-title key-slot-kind">
          {word} <span className="mono soft small">{slot.id.slice(0, 8)}</span>
        </span>
        <span className="soft small">
          Made <Age at={slot.createdAt} />
          {slot.isOpenedWith && ' · opened the vault now'}
        </span>
        <Tested slot={slot} />
      </div>
      <span className="row push">
        <Button variant="default" aria-label={`Test the ${word}`} onClick={() => onDo('test')}>
          Test
        </Button>
        <Button variant="default" aria-label={`Change the ${word}`} onClick={() => onDo('change')}>
          Change
        </Button>
        <Button
          variant="default"
          aria-label={`Remove the ${word}`}
          disabled={isLast}
          title={isLast ? 'Without its last key nothing opens the vault' : undefined}
          onClick={() => onDo('remove')}
        >
          Remove
        </Button>
      </span>
    </li>
  )
}

function Tested({ slot: { tested, isTestDue } }: { readonly slot: KeySlotView }) {
  const seen =
    tested === null ? (
      'Never tested since it was made'
    ) : (
      <>
        Tested <Age at={tested.at} /> by {tested.user} on {tested.machine}
      </>
    )
  if (!isTestDue) return <span className="soft small">{seen}</span>
  return (
    <span className="small row is-at-risk">
      <IconAlertTriangleFilled size={13} aria-hidden="true" />
      <span>
        {seen}: not known to open the vault after {slotTestDueDays} days
      </span>
    </span>
  )
}
