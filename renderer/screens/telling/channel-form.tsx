import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { ChannelView } from '../../../shared/domain/alerts/channel-views.ts'
import { channelNameProblem } from '../../../shared/domain/alerts/named-channel.ts'
import { channelKindWords } from '../../../shared/domain/words/channel-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSaveChannel } from '../../state/use-channels.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { type ChannelDraft, draftOfChannel, secretOfDraft, settingsOfDraft } from './channel-draft.ts'
import { MailFields } from './mail-fields.tsx'
import { WebhookFields } from './webhook-fields.tsx'

const kinds = (['email', 'webhook', 'notification'] as const).map((value) => ({
  value,
  label: channelKindWords[value],
}))

interface ChannelFormProps {
  /** The channel that is changed; null: a new one. */
  readonly channel: ChannelView | null
  readonly onSaved: () => void
}

/** A channel's form, saved as a whole. */
export function ChannelForm({ channel, onSaved }: ChannelFormProps) {
  const [draft, setDraft] = useState(() => draftOfChannel(channel))
  const [wasTried, setWasTried] = useState(false)
  const save = useSaveChannel()
  const { canBackUp: canWrite } = useVaultPermits()
  const change = (part: Partial<ChannelDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const problem = channelNameProblem(draft.name)
  const hasSecret = channel?.hasSecret === true
  const put = (): void => {
    const { name } = draft
    const secret = secretOfDraft(draft, hasSecret)
    save.mutate(
      { name, settings: settingsOfDraft(draft), secret, replaces: channel !== null },
      { onSuccess: onSaved },
    )
  }
  return (
    <form
      className="stack channel-form"
      onSubmit={(event) => {
        event.preventDefault()
        setWasTried(true)
        if (problem === null) put()
      }}
    >
      {channel === null && (
        <>
          <TextInput
            label="Name"
            description="People are given the channel by it"
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={wasTried && problem !== null && `It can’t be saved: ${problem}.`}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            maw={420}
          />
          <Select
            label="Kind"
            data={kinds}
            value={draft.kind}
            onChange={(kind) => kind !== null && change({ kind, secret: '' })}
            allowDeselect={false}
            maw={420}
          />
        </>
      )}
      {draft.kind === 'email' && <MailFields draft={draft} hasSecret={hasSecret} onChange={change} />}
      {draft.kind === 'webhook' && <WebhookFields draft={draft} hasSecret={hasSecret} onChange={change} />}
      {draft.kind === 'notification' && (
        <p className="soft">
          It is shown on the desktop of whoever runs the program that watches the vault. There is nothing to
          set up, and the channel desktop is there already.
        </p>
      )}
      {draft.kind !== 'notification' && (
        <Textarea
          label="Certificates of an authority of your own"
          description="PEM; trusted instead of the usual authorities. Empty: the usual ones"
          value={draft.trustedCa}
          onChange={(event) => change({ trustedCa: event.currentTarget.value })}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 12 } }}
        />
      )}
      {save.error !== null && <FaultNotice fault={readFault(save.error)} />}
      <div className="policy-foot">
        <Button component={Link} href="/settings/alerts" variant="default">
          Cancel
        </Button>
        <ActButton act="channels.save" type="submit" loading={save.isPending} disabled={!canWrite}>
          {channel === null ? 'Add the channel' : 'Save'}
        </ActButton>
      </div>
    </form>
  )
}
