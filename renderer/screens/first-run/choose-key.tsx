import { Button, PasswordInput, Radio } from '@mantine/core'
import { useState } from 'react'

import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useCreateVault } from '../../state/use-vault-actions.ts'
import { PathField } from '../paths/path-field.tsx'
import { emptyKeyForm, type KeyForm, readKeyForm } from './key-choice.ts'
import { keyWays } from './key-ways.ts'

interface ChooseKeyProps {
  readonly folder: string
  readonly keychainAnswers: boolean
  readonly onBack: () => void
}

/** What opens the vault, each way said plainly, with what must be kept. */
export function ChooseKey({ folder, keychainAnswers, onBack }: ChooseKeyProps) {
  const [form, setForm] = useState<KeyForm>(emptyKeyForm)
  const create = useCreateVault()
  const read = readKeyForm(form)
  const change = (part: Partial<KeyForm>): void => setForm((now) => ({ ...now, ...part }))
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if ('choice' in read) create.mutate({ folder, key: read.choice })
      }}
    >
      <Radio.Group
        label={<span className="radio-title">What opens the vault?</span>}
        description="Backups are encrypted with AES-256. Whoever has the vault and its key can read them; without the key nobody can, not even you."
        value={form.kind}
        onChange={(kind) => change({ kind })}
      >
        <div className="stack" style={{ marginTop: 12, gap: 8 }}>
          {keyWays(keychainAnswers).map((way) => (
            <Radio.Card key={way.kind} value={way.kind} className="choice-card" aria-label={way.title}>
              <Radio.Indicator size="xs" />
              <span>
                <span className="choice-title">{way.title}</span>
                <span className="soft choice-line">{way.says}</span>
                <span className="choice-line">
                  <strong>Keep:</strong> {way.keep}
                </span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {form.kind === 'passphrase' && (
        <PassphraseFields form={form} problem={'problem' in read ? read.problem : null} onChange={change} />
      )}
      {form.kind === 'key_file' && (
        <PathField
          label="Key file"
          description="A file of 32 bytes or more that is there, or a new one that is made here"
          mode="save"
          value={form.keyFile}
          onChange={(keyFile) => change({ keyFile })}
        />
      )}
      {create.error !== null && <FaultNotice fault={readFault(create.error)} />}
      <div className="dialog-foot">
        <Button variant="default" size="sm" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" size="sm" disabled={!('choice' in read)} loading={create.isPending}>
          Create the vault
        </Button>
      </div>
    </form>
  )
}

interface PassphraseFieldsProps {
  readonly form: KeyForm
  readonly problem: string | null
  readonly onChange: (part: Partial<KeyForm>) => void
}

function PassphraseFields({ form, problem, onChange }: PassphraseFieldsProps) {
  return (
    <div className="two-fields">
      <PasswordInput
        label="Passphrase"
        value={form.passphrase}
        onChange={(event) => onChange({ passphrase: event.currentTarget.value })}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase' }}
      />
      <PasswordInput
        label="Again"
        value={form.again}
        onChange={(event) => onChange({ again: event.currentTarget.value })}
        error={problem}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase again' }}
      />
    </div>
  )
}
