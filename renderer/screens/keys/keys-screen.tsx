import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'

import type { KeySlotView, KeysView } from '../../../shared/domain/keys/keys-view.ts'
import { opensAnywhere } from '../../../shared/domain/keys/travelling-slots.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useKeys } from '../../state/use-keys.ts'
import { SettingsTabs } from '../settings/settings-tabs.tsx'
import { KitPanel } from './kit-panel.tsx'
import { RemoveSlotDialog } from './remove-slot-dialog.tsx'
import { SaveSlotDialog } from './save-slot-dialog.tsx'
import { SlotRow } from './slot-row.tsx'
import { TestSlotDialog } from './test-slot-dialog.tsx'

type Doing =
  { readonly what: 'add' } | { readonly what: 'change' | 'remove' | 'test'; readonly slot: KeySlotView }

/** What opens the vault, and what restores without Holdfast. */
export function KeysScreen() {
  const { data: view, error, refetch } = useKeys()
  return (
    <div className="page page-narrow">
      <PageTitle
        title="Settings"
        sentence="What opens the vault. Each slot does by itself, and no backup is rewritten."
      />
      <SettingsTabs />
      {view === undefined && error === null && <SkeletonLines count={6} />}
      {view === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {view?.encryption === 'none' && (
        <Notice kind="plain" title="The vault is not encrypted">
          Whoever can read its folder can read the backups; there is no key. A new vault can have one.
        </Notice>
      )}
      {view?.encryption === 'aes-256-gcm' && <Slots view={view} />}
      {view !== undefined && <KitPanel isEncrypted={view.encryption !== 'none'} hasCode={hasCode(view)} />}
    </div>
  )
}

function hasCode({ slots }: KeysView): boolean {
  return slots.some(({ kind }) => kind === 'recovery_code')
}

function Slots({ view }: { readonly view: KeysView }) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const end = (): void => setDoing(null)
  return (
    <section className="section" aria-label="Keys">
      <div className="section-head">
        <h2>Keys</h2>
        <Button
          variant="default"
          className="push"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => setDoing({ what: 'add' })}
        >
          Add a key
        </Button>
      </div>
      {!opensAnywhere(view.slots.map(({ kind }) => kind)) && (
        <Notice kind="risk" title="The keys are kept by machines only">
          Should they be lost, nothing opens the vault. A recovery code or a passphrase opens it anywhere.
        </Notice>
      )}
      <ul className="channels">
        {view.slots.map((slot) => (
          <SlotRow
            key={slot.id}
            slot={slot}
            isLast={view.slots.length === 1}
            onDo={(what) => setDoing({ what, slot })}
          />
        ))}
      </ul>
      <NotRevoked />
      {doing?.what === 'add' && <SaveSlotDialog slot={null} onClose={end} />}
      {doing?.what === 'change' && <SaveSlotDialog slot={doing.slot} onClose={end} />}
      {doing?.what === 'test' && <TestSlotDialog slot={doing.slot} onClose={end} />}
      {doing?.what === 'remove' && <RemoveSlotDialog slot={doing.slot} view={view} onClose={end} />}
    </section>
  )
}

function NotRevoked() {
  return (
    <p className="soft small">
      A secret that is changed or removed opens the vault no more. It is not taken back: whoever had it and
      has a copy of the vault’s description (.holdfast/vault.json) from before can still get the vault’s key
      out of that copy, and with it read backups.
    </p>
  )
}
