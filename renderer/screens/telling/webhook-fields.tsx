import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'

import { Copyable } from '../../components/copyable.tsx'
import type { ChannelFieldsProps } from './mail-fields.tsx'

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `whsec_${btoa(String.fromCodePoint(...bytes))}`
}

/** Where a request goes, and what it is signed with. */
export function WebhookFields({ draft, hasSecret, onChange }: ChannelFieldsProps) {
  const [made, setMade] = useState<string | null>(null)
  const make = (): void => {
    const secret = newSecret()
    setMade(secret)
    onChange({ secret })
  }
  return (
    <>
      <TextInput
        label="Address"
        description="https, or http to this machine itself. The vault keeps it in clear"
        placeholder="https://hooks.example.org/…"
        value={draft.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
      />
      <div className="row row-wrap row-fields">
        <PasswordInput
          label="Signing secret"
          description={
            hasSecret
              ? 'Empty: the one that is kept. For another address or authority it has to be given again'
              : 'Standard Webhooks: base64 of 24 to 64 bytes'
          }
          value={draft.secret}
          onChange={(event) => {
            setMade(null)
            onChange({ secret: event.currentTarget.value })
          }}
          autoComplete="new-password"
          maxLength={1000}
          w={420}
        />
        <Button variant="default" onClick={make}>
          Make a new one
        </Button>
      </div>
      {made !== null && made === draft.secret && (
        <p className="small">
          For the receiver, which checks each message with it; it is not shown again:{' '}
          <Copyable text={made} what="the signing secret" />
        </p>
      )}
    </>
  )
}
