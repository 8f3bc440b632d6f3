import type { KeySlotView, KeysView } from '../../../shared/domain/keys/keys-view.ts'
import { opensAnywhere } from '../../../shared/domain/keys/travelling-slots.ts'
import { notRevokedWords, slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { ConfirmNameDialog } from '../../components/confirm-name-dialog.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useRemoveKey } from '../../state/use-keys.ts'

interface RemoveSlotDialogProps {
  readonly slot: KeySlotView
  readonly view: KeysView
  readonly onClose: () => void
}

/** Asks for the vault's name before a way to open it goes; says what is left. */
export function RemoveSlotDialog({ slot, view, onClose }: RemoveSlotDialogProps) {
  const remove = useRemoveKey()
  const left = view.slots.filter(({ id }) => id !== slot.id)
  const isTied = !opensAnywhere(left.map(({ kind }) => kind))
  return (
    <ConfirmNameDialog
      title={`Remove the ${slotKindWords[slot.kind]}`}
      name={view.vault}
      action="Remove"
      isBusy={remove.isPending}
      onConfirm={(confirmName) => remove.mutate({ slotId: slot.id, confirmName }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p className="soft">{notRevokedWords}</p>
      {isTied && (
        <Notice kind="risk" title="What is left is kept by machines only">
          Should they be lost, nothing opens the vault. Add a recovery code or a passphrase first.
        </Notice>
      )}
      {remove.error !== null && <FaultNotice fault={readFault(remove.error)} />}
    </ConfirmNameDialog>
  )
}
