import { Button, PasswordInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useUnlockVault } from '../../state/use-vault-actions.ts'
import { setView } from '../../state/view-store.ts'
import { isAbsolutePath, lastPart } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'

type LockedStatus = Extract<VaultStatus, { state: 'locked' }>

/** Asks for the key of a locked vault: its passphrase, or its key file. */
export function UnlockVault({ status }: { readonly status: LockedStatus }) {
  const takesPassphrase = status.slots.includes('passphrase')
  const [isByFile, setIsByFile] = useState(!takesPassphrase)
  const [passphrase, setPassphrase] = useState('')
  const [keyFile, setKeyFile] = useState('')
  const unlock = useUnlockVault()
  const isReady = isByFile ? isAbsolutePath(keyFile) : passphrase !== ''
  const submit = (): void =>
    unlock.mutate({
      key: isByFile ? { kind: 'key_file', path: keyFile } : { kind: 'passphrase', passphrase },
    })
  return (
    <div className="welcome">
      <main className="welcome-sheet is-small">
        <header className="row">
          <IconLock size={26} className="is-at-risk" aria-hidden="true" />
          <div className="stack stack-tight">
            <h1 className="welcome-title">{lastPart(status.folder)} is locked</h1>
            <span className="mono soft">{status.folder}</span>
          </div>
        </header>
        <p className="soft">
          {takesPassphrase
            ? 'Its backups are encrypted. Type the passphrase that was chosen when the vault was made.'
            : 'Its backups are encrypted, and its key is not known on this machine. Give the key file that was kept.'}
        </p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) submit()
          }}
        >
          {isByFile ? (
            <PathField label="Key file" mode="file" value={keyFile} onChange={setKeyFile} />
          ) : (
            <PasswordInput
              label="Passphrase"
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
              autoComplete="current-password"
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase' }}
            />
          )}
          {unlock.error !== null && <FaultNotice fault={readFault(unlock.error)} />}
          <div className="row spread row-wrap">
            <span className="row">
              {takesPassphrase && (
                <Button variant="subtle" onClick={() => setIsByFile(!isByFile)}>
                  {isByFile ? 'Use the passphrase' : 'Use a key file'}
                </Button>
              )}
              <Button variant="subtle" onClick={() => setView({ isChoosingVault: true })}>
                Open another vault
              </Button>
            </span>
            <Button type="submit" size="sm" disabled={!isReady} loading={unlock.isPending}>
              Unlock
            </Button>
          </div>
        </form>
      </main>
    </div>
  )
}
