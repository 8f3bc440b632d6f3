import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { setView } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'

/** Opens the dialog that cleans up now. */
export function CleanUpButton() {
  const { canBackUp } = useVaultPermits()
  return (
    <ActButton
      act="retention.run"
      variant="default"
      size="compact-sm"
      disabled={!canBackUp}
      onClick={() => setView({ isCleaningUp: true })}
    >
      Clean up now…
    </ActButton>
  )
}
