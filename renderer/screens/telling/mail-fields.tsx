import { PasswordInput, Select, TagsInput, TextInput } from '@mantine/core'

import type { MailSecurity } from '../../../shared/domain/alerts/channel-settings.ts'
import { CountField } from '../policies/editor/count-field.tsx'
import { type ChannelDraft, usualPorts } from './channel-draft.ts'

const securities: readonly { readonly value: MailSecurity; readonly label: string }[] = [
  { value: 'starttls', label: 'STARTTLS: encrypted before anything is said' },
  { value: 'tls', label: 'TLS: encrypted from the first byte' },
  { value: 'none', label: 'Not encrypted' },
]

/** What every part of the form is handed. */
export interface ChannelFieldsProps {
  readonly draft: ChannelDraft
  readonly hasSecret: boolean
  readonly onChange: (part: Partial<ChannelDraft>) => void
}

/** A mail server, who signs in there, and whom it sends to. */
export function MailFields({ draft, hasSecret, onChange }: ChannelFieldsProps) {
  const isUsualPort = draft.port === usualPorts[draft.security]
  return (
    <>
      <div className="row row-wrap row-fields">
        <TextInput
          label="Server"
          placeholder="mail.example.org"
          value={draft.host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          w={300}
        />
        <CountField
          label="Port"
          value={draft.port}
          min={1}
          max={65_535}
          onChange={(port) => onChange({ port })}
          w={108}
        />
      </div>
      <Select
        label="Encryption"
        data={[...securities]}
        value={draft.security}
        onChange={(security) => {
          if (security === null) return
          const port = isUsualPort ? usualPorts[security] : draft.port
          onChange({ security, port })
        }}
        allowDeselect={false}
        maw={420}
      />
      <TextInput
        label="User"
        description="Empty: the server takes mail without a sign-in"
        value={draft.user}
        onChange={(event) => onChange({ user: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        maw={420}
      />
      {draft.user.trim() !== '' && (
        <PasswordInput
          label="Password"
          description={
            hasSecret
              ? 'Empty: the one that is kept. For another server, port, encryption, user or authority it has to be given again'
              : 'Kept encrypted in the vault, and never shown again'
          }
          value={draft.secret}
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
          autoComplete="new-password"
          maxLength={1000}
          maw={420}
        />
      )}
      <TextInput
        label="Sender"
        placeholder="holdfast@example.org"
        value={draft.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        maw={420}
      />
      <TagsInput
        size="xs"
        label="Recipients"
        description="Everybody who is told by this channel; Enter adds one"
        value={[...draft.to]}
        onChange={(to) => onChange({ to })}
        acceptValueOnBlur
        maw={420}
      />
    </>
  )
}
