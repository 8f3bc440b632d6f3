import { IconChevronLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'

import type { ChannelView } from '../../../shared/domain/alerts/channel-views.ts'
import { channelKindWords } from '../../../shared/domain/words/channel-words.ts'
import { ConfirmNameDialog } from '../../components/confirm-name-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useChannels, useRemoveChannel } from '../../state/use-channels.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { ChannelForm } from './channel-form.tsx'

const tellingPlace = '/settings/alerts'

function Back() {
  return (
    <Link href={tellingPlace} className="page-back">
      <IconChevronLeft size={14} aria-hidden="true" />
      Who is told
    </Link>
  )
}

/** One channel on a page of its own: the one of this name, or a new one (null). */
export function ChannelEditor({ name }: { readonly name: string | null }) {
  const { data: view, error, refetch } = useChannels()
  const channel = view?.channels.find((one) => one.name === name && !one.isBuiltIn)
  return (
    <div className="page page-narrow">
      <Back />
      {view === undefined && (
        <>
          <PageTitle title="Channel" />
          {error === null ? (
            <SkeletonLines count={7} />
          ) : (
            <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
          )}
        </>
      )}
      {view !== undefined && name === null && <NewChannel />}
      {view !== undefined && name !== null && channel === undefined && (
        <>
          <PageTitle title="Channel" />
          <EmptyState title="The vault has no such channel">It may have been removed.</EmptyState>
        </>
      )}
      {channel !== undefined && <ExistingChannel channel={channel} />}
    </div>
  )
}

function NewChannel() {
  const [, go] = useLocation()
  return (
    <>
      <PageTitle title="New channel" sentence="Nobody is told by it until it is given to somebody." />
      <ChannelForm channel={null} onSaved={() => go(tellingPlace)} />
    </>
  )
}

function ExistingChannel({ channel }: { readonly channel: ChannelView }) {
  const [, go] = useLocation()
  // As it was when the page was opened: what another program changes meanwhile must not take away what is typed.
  const [begun] = useState(channel)
  const [isRemoving, setIsRemoving] = useState(false)
  const { canBackUp: canWrite } = useVaultPermits()
  return (
    <>
      <PageTitle
        title={channel.name}
        sentence={channelKindWords[channel.settings.kind]}
        actions={
          <ActButton
            act="channels.remove"
            variant="default"
            disabled={!canWrite}
            onClick={() => setIsRemoving(true)}
          >
            Remove
          </ActButton>
        }
      />
      <ChannelForm channel={begun} onSaved={() => go(tellingPlace)} />
      {isRemoving && (
        <RemoveChannel
          name={channel.name}
          onClose={() => setIsRemoving(false)}
          onRemoved={() => go(tellingPlace)}
        />
      )}
    </>
  )
}

interface RemoveChannelProps {
  readonly name: string
  readonly onClose: () => void
  readonly onRemoved: () => void
}

function RemoveChannel({ name, onClose, onRemoved }: RemoveChannelProps) {
  const remove = useRemoveChannel()
  // Trap: a callback handed to `mutate` is dropped when the page goes with the channel.
  const removeIt = (): void => void remove.mutateAsync(name).then(onRemoved, () => undefined)
  return (
    <ConfirmNameDialog
      title={`Remove ${name}`}
      name={name}
      action="Remove"
      isBusy={remove.isPending}
      onConfirm={removeIt}
      onClose={onClose}
    >
      <p>Its settings and its secret are gone from the vault then. Messages that wait for it are given up.</p>
      {remove.error !== null && <FaultNotice fault={readFault(remove.error)} />}
    </ConfirmNameDialog>
  )
}
