import { ConfirmNameDialog } from '../../../components/confirm-name-dialog.tsx'
import { listWords } from '../../../../shared/domain/words/list-words.ts'

interface LessKeptProps {
  readonly name: string
  /** '3 databases have', 'the complete system has'; null: nobody has it. */
  readonly who: string | null
  readonly what: readonly string[]
  readonly isBusy: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before a policy keeps less than it did: what was kept until now may be removed by the next clean-up. */
export function LessKept({ name, who, what, isBusy, onConfirm, onClose }: LessKeptProps) {
  return (
    <ConfirmNameDialog
      title={`${name} would keep less`}
      name={name}
      action="Keep less"
      isBusy={isBusy}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        <strong>{listWords(what, 9)}.</strong>
      </p>
      <p>
        {who === null
          ? 'No database has it now; of those that get it the next clean-up removes what is beyond that.'
          : `The next clean-up of expired backups removes what ${who} beyond that.`}{' '}
        What is removed can be put back until its grace is over, and not after that.
      </p>
      <p className="soft">
        Nothing is removed by saving. Pinned backups, those under hold and the last proved one of each
        database stay.
      </p>
    </ConfirmNameDialog>
  )
}
