import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'

import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { usePlaceHold, type HoldTarget } from '../../state/use-retention.ts'

interface HoldDialogProps {
  readonly target: HoldTarget
  /** What it keeps, in words that follow `keeps`. */
  readonly keeps: string
  readonly onClose: () => void
}

/** Asks for the name of a legal hold, and why, and places it. */
export function HoldDialog({ target, keeps, onClose }: HoldDialogProps) {
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const place = usePlaceHold()
  const isReady = name.trim() !== ''
  return (
    <Modal opened onClose={onClose} title="Legal hold" size={480}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) place.mutate({ ...target, name: name.trim(), note }, { onSuccess: onClose })
        }}
      >
        <p>The hold keeps {keeps}, whatever the policy says, until it is lifted.</p>
        <TextInput
          label="Name"
          description="Of the case or duty; holds of one name can be lifted together"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <Textarea
          label="Note"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={1000}
          rows={3}
        />
        {place.error !== null && <FaultNotice fault={readFault(place.error)} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady} loading={place.isPending}>
            Place the hold
          </Button>
        </div>
      </form>
    </Modal>
  )
}
