import { IconFileBroken, type TablerIcon } from '@tabler/icons-react'

import { completeRecovery } from './complete/complete-steps.ts'
import type { RecoveryScenario } from './stepper/recovery-scenario.ts'

interface OfferedScenario extends RecoveryScenario {
  readonly icon: TablerIcon
}

/** The ways of recovery, in the order they are offered. */
export const scenarios: readonly OfferedScenario[] = [{ ...completeRecovery, icon: IconFileBroken }]
