import { Button } from '@mantine/core'

import { countOf } from '../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { Copyable } from '../../components/copyable.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useVaultStatus } from '../../state/use-answers.ts'
import { useCloseVault, useRebuildCatalog } from '../../state/use-vault-actions.ts'
import { setView } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'
import { SettingLine } from './setting-line.tsx'

const keyWords = {
  passphrase: 'a passphrase',
  key_file: 'a key file',
  keychain: 'the keychain of this computer',
  recovery_code: 'its recovery code',
  none: 'no key: it is not encrypted',
} as const

/** The vault that is open, and what can be done with it as a whole. */
export function VaultSection() {
  const { data: status } = useVaultStatus()
  if (status === undefined || status.state === 'none' || status.state === 'locked') return null
  return (
    <section className="section settings-section">
      <h2>Vault</h2>
      <SettingLine
        title={status.name}
        says={status.state === 'open' ? `Opened with ${keyWords[status.keyFrom]}` : 'Not reachable now'}
      >
        <Copyable text={status.folder} what="the path" />
      </SettingLine>
      <SettingLine title="Id">
        <Copyable text={status.vaultId} what="the id" />
      </SettingLine>
      <RebuildCatalog isOpen={status.state === 'open'} />
      <LeaveVault />
    </section>
  )
}

function RebuildCatalog({ isOpen }: { readonly isOpen: boolean }) {
  const rebuild = useRebuildCatalog()
  return (
    <>
      <SettingLine
        title="Catalog"
        says="A memory of the vault, kept outside of it. Rebuilding forgets it and reads every manifest again; no backup is touched."
      >
        <ActButton
          act="vault.rebuild"
          variant="default"
          loading={rebuild.isPending}
          disabled={!isOpen}
          onClick={() => rebuild.mutate()}
        >
          Rebuild the catalog
        </ActButton>
      </SettingLine>
      {rebuild.error !== null && <FaultNotice fault={readFault(rebuild.error)} />}
      {rebuild.data !== undefined && (
        <Notice
          kind={rebuild.data.damaged.length === 0 ? 'good' : 'failed'}
          title={`${countOf(rebuild.data.databases, 'database')} and ${countOf(rebuild.data.backups, 'backup')} found`}
        >
          {rebuild.data.damaged.length > 0 && (
            <p>Manifests that can not be read: {listWords(rebuild.data.damaged, 6)}</p>
          )}
        </Notice>
      )}
    </>
  )
}

function LeaveVault() {
  const close = useCloseVault()
  return (
    <>
      <SettingLine
        title="Another vault"
        says="A vault that is closed stays as it is, and can be opened again."
      >
        <Button variant="default" onClick={() => setView({ isChoosingVault: true })}>
          Open another
        </Button>
        <Button variant="default" loading={close.isPending} onClick={() => close.mutate(null)}>
          Close this one
        </Button>
      </SettingLine>
      {close.error !== null && <FaultNotice fault={readFault(close.error)} />}
    </>
  )
}
