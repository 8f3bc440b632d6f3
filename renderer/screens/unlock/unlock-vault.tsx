import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'

import type { Client } from '../../../shared/contract/contract.ts'
import { readRecoveryCode } from '../../../shared/domain/keys/recovery-code.ts'
import type { VaultStatus } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useUnlockVault } from '../../state/use-vault-actions.ts'
import { setView } from '../../state/view-store.ts'
import { isAbsolutePath, lastPart } from '../../text/path-words.ts'
import { SecretField } from '../keys/secret-field.tsx'

type UnlockInput = Parameters<Client['vault']['unlock']>[0]
type LockedStatus = Extract<VaultStatus, { state: 'locked' }>

type Way = 'passphrase' | 'recovery_code' | 'key_file'

const waysInOrder: readonly Way[] = ['passphrase', 'recovery_code', 'key_file']

const wayWords: Readonly<Record<Way, { readonly use: string; readonly says: string }>> = {
  passphrase: {
    use: 'Use the passphrase',
    says: 'Its backups are encrypted. Type the passphrase that was chosen when the vault was made.',
  },
  recovery_code: {
    use: 'Use the recovery code',
    says: 'Its backups are encrypted. Type the recovery code from the page that was printed: seven groups of five characters.',
  },
  key_file: {
    use: 'Use a key file',
    says: 'Its backups are encrypted, and its key is not known on this machine. Give the key file that was kept.',
  },
}

/** A key file is offered also where the vault has another key: it may have been added meanwhile. */
function waysOf({ slots }: LockedStatus): readonly Way[] {
  return waysInOrder.filter((way) => way === 'key_file' || slots.includes(way))
}

/** Asks for the key of a locked vault: its passphrase, its recovery code, or its key file. */
export function UnlockVault({ status }: { readonly status: LockedStatus }) {
  const ways = waysOf(status)
  const [way, setWay] = useState<Way>(ways[0] ?? 'key_file')
  const [typed, setTyped] = useState<Readonly<Record<Way, string>>>({
    passphrase: '',
    recovery_code: '',
    key_file: '',
  })
  const unlock = useUnlockVault()
  const isReady = isComplete(way, typed[way])
  const submit = (): void => unlock.mutate({ key: keyOf(way, typed[way]) })
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
        <p className="soft">{wayWords[way].says}</p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) submit()
          }}
        >
          <SecretField
            kind={way}
            value={typed[way]}
            onChange={(value) => setTyped((now) => ({ ...now, [way]: value }))}
          />
          {unlock.error !== null && <FaultNotice fault={readFault(unlock.error)} />}
          <div className="row spread row-wrap">
            <span className="row row-wrap">
              {ways
                .filter((one) => one !== way)
                .map((one) => (
                  <Button key={one} variant="subtle" onClick={() => setWay(one)}>
                    {wayWords[one].use}
                  </Button>
                ))}
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

function isComplete(way: Way, typed: string): boolean {
  if (way === 'key_file') return isAbsolutePath(typed)
  return way === 'passphrase' ? typed !== '' : readRecoveryCode(typed).kind === 'read'
}

function keyOf(way: Way, typed: string): UnlockInput['key'] {
  if (way === 'key_file') return { kind: way, path: typed }
  return way === 'passphrase' ? { kind: way, passphrase: typed } : { kind: way, code: typed }
}
