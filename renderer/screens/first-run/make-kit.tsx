import { Button } from '@mantine/core'
import { useState } from 'react'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { KitPanel } from '../keys/kit-panel.tsx'

interface MakeKitProps {
  readonly status: VaultStatus
  readonly onDone: () => void
}

/** The second half of the key's step: what opens the vault should this machine be lost. */
export function MakeKit({ status, onDone }: MakeKitProps) {
  const [isMade, setIsMade] = useState(false)
  const isEncrypted = status.state === 'open' && status.encryption !== 'none'
  return (
    <div className="stack stack-wide">
      <KitPanel isEncrypted={isEncrypted} hasCode={false} onMade={() => setIsMade(true)} />
      <div className="dialog-foot">
        {!isMade && (
          <Button variant="subtle" size="sm" onClick={onDone}>
            Later, in Settings
          </Button>
        )}
        <Button size="sm" disabled={!isMade} onClick={onDone}>
          Continue to the databases
        </Button>
      </div>
    </div>
  )
}
