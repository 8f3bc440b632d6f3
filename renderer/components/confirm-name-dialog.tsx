import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'

interface ConfirmNameDialogProps {
  readonly title: string
  readonly name: string
  readonly action: string
  readonly isBusy: boolean
  readonly children: ReactNode
  readonly onConfirm: (typedName: string) => void
  readonly onClose: () => void
}

/** Asks for the name of what is about to be replaced or removed. Dangerous things are slow. */
export function ConfirmNameDialog(props: ConfirmNameDialogProps) {
  const [typed, setTyped] = useState('')
  const isRight = typed === props.name
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={480}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isRight) props.onConfirm(typed)
        }}
      >
        {props.children}
        <TextInput
          label={
            <>
              Type <span className="mono">{props.name}</span> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!isRight} loading={props.isBusy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
