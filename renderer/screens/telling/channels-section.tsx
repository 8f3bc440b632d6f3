import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { ChannelsView } from '../../../shared/domain/alerts/channel-views.ts'
import { ChannelRow } from './channel-row.tsx'

const sealedWords: Readonly<Record<ChannelsView['secretsSealedBy'], string>> = {
  vault_key: 'Passwords and signing secrets are kept in the vault, sealed with its key.',
  machine_key:
    'The vault is not encrypted: passwords and signing secrets are encrypted with a key in a file of this user on this machine. Who can read that file and the vault can read them; other users and machines can’t send by them.',
}

/** The ways by which people are told. */
export function ChannelsSection({ view }: { readonly view: ChannelsView }) {
  return (
    <section className="section" aria-label="Channels">
      <div className="section-head">
        <h2>Channels</h2>
        <Button
          component={Link}
          href="/settings/alerts/new-channel"
          variant="default"
          className="push"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
        >
          Add a channel
        </Button>
      </div>
      <ul className="channels">
        {view.channels.map((channel) => (
          <ChannelRow key={channel.name} channel={channel} />
        ))}
      </ul>
      <p className="soft small">{sealedWords[view.secretsSealedBy]}</p>
      <p className="soft small">
        A password is good for its server, port, encryption, user and authority; a signing secret for its
        address and authority. Sender and recipients are not bound to it: who can write to the vault can
        change them.
      </p>
    </section>
  )
}
