import { Button, Modal } from '@mantine/core'
import { useState } from 'react'

import { readRecoveryCode } from '../../../shared/domain/keys/recovery-code.ts'
import type { KeySlotView } from '../../../shared/domain/keys/keys-view.ts'
import { slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useTestKey } from '../../state/use-keys.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { SecretField, type TypedKey } from './secret-field.tsx'

interface TestSlotDialogProps {
  readonly slot: KeySlotView
  readonly onClose: () => void
}

const how = {
  passphrase: 'Type it: the vault is opened with what is typed, and with nothing else.',
  recovery_code: 'Type it from the page, not from memory or a screen: then the page is what was tested.',
  key_file: 'Give the file, or leave the field empty for the one that this computer knows.',
  keychain: 'The keychain of this computer is asked for it.',
} as const

/** What is tried; undefined: what this computer has. Null: not complete yet. */
function givenBy(slot: KeySlotView, typed: string): TypedKey | undefined | null {
  if (slot.kind === 'keychain') return undefined
  if (slot.kind === 'passphrase') return typed === '' ? null : { kind: slot.kind, passphrase: typed }
  if (slot.kind === 'recovery_code')
    return readRecoveryCode(typed).kind === 'read' ? { kind: slot.kind, code: typed } : null
  if (typed === '') return undefined
  return isAbsolutePath(typed) ? { kind: slot.kind, path: typed } : null
}

/** Opens the vault by one slot, to know that it does. */
export function TestSlotDialog({ slot, onClose }: TestSlotDialogProps) {
  const test = useTestKey()
  const [typed, setTyped] = useState('')
  const key = givenBy(slot, typed)
  const word = slotKindWords[slot.kind]
  return (
    <Modal opened onClose={onClose} title={`Test the ${word}`} size={480}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (key !== null) test.mutate({ slotId: slot.id, key })
        }}
      >
        <p className="soft">{how[slot.kind]}</p>
        {slot.kind !== 'keychain' && <SecretField kind={slot.kind} value={typed} onChange={setTyped} />}
        {test.error !== null && <FaultNotice fault={readFault(test.error)} />}
        {test.data !== undefined && <Notice kind="good" title={`The ${word} opens the vault`} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {test.data === undefined ? 'Cancel' : 'Close'}
          </Button>
          <Button type="submit" disabled={key === null} loading={test.isPending}>
            Test
          </Button>
        </div>
      </form>
    </Modal>
  )
}
