import { Button } from '@mantine/core'

import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { setView } from '../../state/view-store.ts'

/** Opens the dialog that cleans up now. */
export function CleanUpButton() {
  const { canBackUp } = useVaultPermits()
  return (
    <Button
      variant="default"
      size="compact-sm"
      disabled={!canBackUp}
      onClick={() => setView({ isCleaningUp: true })}
    >
      Clean up now…
    </Button>
  )
}
