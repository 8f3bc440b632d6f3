import { TextInput } from '@mantine/core'
import { useState } from 'react'

import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useAcknowledge } from '../../state/use-alerts.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'

/** Takes an alert on, with what is done about it. */
export function AcknowledgeForm({ alertId }: { readonly alertId: string }) {
  const [note, setNote] = useState('')
  const acknowledge = useAcknowledge()
  const { canBackUp: canWrite } = useVaultPermits()
  return (
    <form
      className="row row-wrap"
      onSubmit={(event) => {
        event.preventDefault()
        acknowledge.mutate({ alertId, note })
      }}
    >
      <TextInput
        aria-label="Note"
        placeholder="What is done about it"
        className="alert-note"
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ActButton
        act="alerts.acknowledge"
        type="submit"
        variant="default"
        loading={acknowledge.isPending}
        disabled={!canWrite}
      >
        Take it on
      </ActButton>
      {acknowledge.error !== null && <FaultNotice fault={readFault(acknowledge.error)} />}
    </form>
  )
}
