import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { ConfirmNameDialog } from '../../../components/confirm-name-dialog.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useRemovePolicy } from '../../../state/use-policies.ts'

interface DeletePolicyProps {
  readonly policy: PolicyView
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Deletes a policy after its name was typed; says what that means. */
export function DeletePolicy({ policy, onClose, onDeleted }: DeletePolicyProps) {
  const remove = useRemovePolicy()
  const { id, name, scope, databaseIds } = policy
  // Trap: a callback handed to `mutate` is dropped when the page goes with the policy, which it does as soon as the list is asked again.
  const deleteIt = (): void => void remove.mutateAsync(id).then(onDeleted, () => undefined)
  const of =
    scope === 'system' ? 'the complete system' : `${countOf(databaseIds.length, 'database')} with this policy`
  return (
    <ConfirmNameDialog
      title={`Delete ${name}`}
      name={name}
      action="Delete"
      isBusy={remove.isPending}
      onConfirm={deleteIt}
      onClose={onClose}
    >
      <p>Nothing is taken of {of} by itself any more.</p>
      <p>Nothing is removed: every backup that is there stays, and is cleaned up by no policy.</p>
      {remove.error !== null && <FaultNotice fault={readFault(remove.error)} />}
    </ConfirmNameDialog>
  )
}
