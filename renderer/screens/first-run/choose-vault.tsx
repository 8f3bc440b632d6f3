import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useOpenVault } from '../../state/use-vault-actions.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'
import { RecentVaults } from './recent-vaults.tsx'

interface ChooseVaultProps {
  readonly folder: string
  readonly onFolder: (folder: string) => void
  readonly onCreate: () => void
  readonly onOpened: (status: VaultStatus) => void
}

const ways = [
  { value: 'create', label: 'Create a vault' },
  { value: 'open', label: 'Open a vault' },
]

/** The folder that backups live in: a new one, or one that is there. */
export function ChooseVault({ folder, onFolder, onCreate, onOpened }: ChooseVaultProps) {
  const [way, setWay] = useState('create')
  const open = useOpenVault()
  const openFolder = (path: string): void => open.mutate(path, { onSuccess: onOpened })
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (way === 'create') onCreate()
        else openFolder(folder)
      }}
    >
      <section className="section">
        <h2>Where do backups live?</h2>
        <p className="soft">
          The vault is one folder, complete in itself: with it and its key, everything can be restored on any
          machine. Another drive than that of the databases survives the loss of theirs.
        </p>
        <SegmentedControl
          data={ways}
          value={way}
          onChange={setWay}
          aria-label="New or existing"
          style={{ alignSelf: 'flex-start' }}
        />
        <PathField
          label={way === 'create' ? 'Folder of the new vault' : 'Folder of the vault'}
          description={
            way === 'create'
              ? 'An empty folder, or one that does not exist yet'
              : 'The folder that holds daily, weekly and manual backups'
          }
          mode="folder"
          value={folder}
          onChange={onFolder}
        />
      </section>
      {open.error !== null && <FaultNotice fault={readFault(open.error)} />}
      <div className="dialog-foot">
        <Button type="submit" size="sm" disabled={!isAbsolutePath(folder)} loading={open.isPending}>
          {way === 'create' ? 'Continue to the key' : 'Open'}
        </Button>
      </div>
      <RecentVaults onOpen={openFolder} isBusy={open.isPending} />
    </form>
  )
}
