import { Button } from '@mantine/core'
import { IconAlertTriangleFilled, IconPlugConnectedX } from '@tabler/icons-react'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { readFault } from '../../state/read-fault.ts'
import { useOpenVault } from '../../state/use-vault-actions.ts'
import { useLineState } from '../../state/use-line-state.ts'
import { setView } from '../../state/view-store.ts'
import { errorWords } from '../../text/error-words.ts'

/** Says above every view what stands in the way of all of them. */
export function VaultBanner({
  status,
}: {
  readonly status: Extract<VaultStatus, { state: 'open' | 'unreachable' }>
}) {
  const line = useLineState()
  if (line === 'lost') return <LostBanner />
  if (status.state === 'unreachable') return <UnreachableBanner status={status} />
  if (status.isReadOnly) return <ReadOnlyBanner />
  return null
}

function LostBanner() {
  return (
    <div className="banner" role="alert">
      <IconPlugConnectedX size={18} aria-hidden="true" />
      <div>
        <strong>The program behind this window has ended.</strong> What is shown is as of then. Start Holdfast
        again.
      </div>
      <Button className="push" variant="default" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  )
}

function UnreachableBanner({ status }: { readonly status: Extract<VaultStatus, { state: 'unreachable' }> }) {
  const open = useOpenVault()
  const words = errorWords(open.error === null ? status.fault : readFault(open.error))
  return (
    <div className="banner" role="alert">
      <IconPlugConnectedX size={18} aria-hidden="true" />
      <div>
        <strong>{words.title}.</strong> {words.message} What is shown is what the catalog remembers.{' '}
        {words.remedy}
      </div>
      <div className="row push">
        <Button variant="default" onClick={() => setView({ isChoosingVault: true })}>
          Open another vault
        </Button>
        <Button onClick={() => open.mutate(status.folder)} loading={open.isPending}>
          Try again
        </Button>
      </div>
    </div>
  )
}

function ReadOnlyBanner() {
  return (
    <div className="banner is-risk" role="note">
      <IconAlertTriangleFilled size={18} aria-hidden="true" />
      <div>
        <strong>The vault is read-only.</strong> Its backups can be verified and restored; no backup can be
        taken until it is writable.
      </div>
    </div>
  )
}
