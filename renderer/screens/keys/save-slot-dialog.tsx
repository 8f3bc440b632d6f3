import { Button, Modal, PasswordInput, Radio } from '@mantine/core'
import { useState } from 'react'

import type { KeySlotView, NewSlot, SavedSlot } from '../../../shared/domain/keys/keys-view.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { notRevokedWords, slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSystemInfo } from '../../state/use-answers.ts'
import { useAddKey, useChangeKey } from '../../state/use-keys.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'
import { ShownCode } from './shown-code.tsx'

interface SaveSlotDialogProps {
  /** The slot that gets a new secret; null: one more. */
  readonly slot: KeySlotView | null
  readonly onClose: () => void
}

const says: Readonly<Record<KeySlotKind, string>> = {
  recovery_code: 'Made here, to be printed: it opens the vault on any machine.',
  passphrase: 'Words that you remember, or that a password manager keeps. Eight characters or more.',
  key_file: 'A file of 32 bytes or more that is there, or a new one that is made.',
  keychain: 'Kept by this computer for your user; nothing has to be typed.',
}

interface Form {
  readonly kind: KeySlotKind
  readonly passphrase: string
  readonly again: string
  readonly keyFile: string
}

function read({ kind, passphrase, again, keyFile }: Form): NewSlot | null {
  if (kind === 'passphrase') return passphrase !== '' && passphrase === again ? { kind, passphrase } : null
  if (kind === 'key_file') return isAbsolutePath(keyFile) ? { kind, path: keyFile } : null
  return { kind }
}

/** Adds a way to open the vault, or gives one a new secret; shows a new recovery code once. */
export function SaveSlotDialog({ slot, onClose }: SaveSlotDialogProps) {
  const add = useAddKey()
  const change = useChangeKey()
  const [form, setForm] = useState<Form>({
    kind: slot?.kind ?? 'recovery_code',
    passphrase: '',
    again: '',
    keyFile: '',
  })
  const act = slot === null ? add : change
  const key = read(form)
  const done = (saved: SavedSlot): void => {
    if (saved.recoveryCode === null) onClose()
  }
  const save = (): void => {
    if (key === null) return
    if (slot === null) add.mutate({ key }, { onSuccess: done })
    else change.mutate({ slotId: slot.id, key }, { onSuccess: done })
  }
  const code = act.data?.recoveryCode ?? null
  const title = slot === null ? 'Add a key' : `Change the ${slotKindWords[slot.kind]}`
  return (
    <Modal opened onClose={onClose} title={title} size={520} closeOnClickOutside={code === null}>
      {code !== null && (
        <div className="stack">
          <ShownCode code={code} />
          <div className="dialog-foot">
            <Button onClick={onClose}>It is kept</Button>
          </div>
        </div>
      )}
      {code === null && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          {slot === null ? (
            <KindField form={form} onForm={setForm} />
          ) : (
            <p className="soft">{notRevokedWords}</p>
          )}
          <SecretFields form={form} onForm={setForm} />
          {act.error !== null && <FaultNotice fault={readFault(act.error)} />}
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={key === null} loading={act.isPending}>
              {slot === null ? 'Add' : 'Change'}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

interface FormProps {
  readonly form: Form
  readonly onForm: (form: Form) => void
}

const kindsInOrder = ['recovery_code', 'passphrase', 'key_file', 'keychain'] as const

function KindField({ form, onForm }: FormProps) {
  const { data: system } = useSystemInfo()
  const kinds = kindsInOrder.filter((kind) => kind !== 'keychain' || system?.keychainAnswers === true)
  return (
    <Radio.Group
      label="What opens the vault from now on, too?"
      value={form.kind}
      onChange={(kind) => onForm({ ...form, kind })}
    >
      <div className="stack" style={{ marginTop: 8, gap: 8 }}>
        {kinds.map((kind) => (
          <Radio.Card key={kind} value={kind} className="choice-card" aria-label={slotKindWords[kind]}>
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title key-slot-kind">{slotKindWords[kind]}</span>
              <span className="soft choice-line">{says[kind]}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}

function SecretFields({ form, onForm }: FormProps) {
  if (form.kind === 'key_file') {
    return (
      <PathField
        label="Key file"
        mode="save"
        value={form.keyFile}
        onChange={(keyFile) => onForm({ ...form, keyFile })}
      />
    )
  }
  if (form.kind !== 'passphrase') return null
  const differs = form.again !== '' && form.again !== form.passphrase
  return (
    <div className="two-fields">
      <PasswordInput
        label="New passphrase"
        value={form.passphrase}
        onChange={(event) => onForm({ ...form, passphrase: event.currentTarget.value })}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase' }}
      />
      <PasswordInput
        label="Again"
        value={form.again}
        onChange={(event) => onForm({ ...form, again: event.currentTarget.value })}
        error={differs ? 'The two are not the same' : null}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase again' }}
      />
    </div>
  )
}
