import {
  IconFileBroken,
  IconHistory,
  IconRowInsertBottom,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react'

import { completeRecovery } from './complete/complete-steps.ts'
import { momentRecovery } from './moment/moment-steps.ts'
import { partialRecovery } from './partial/partial-steps.ts'
import { schemaRecovery } from './schema/schema-steps.ts'
import type { RecoveryScenario } from './stepper/recovery-scenario.ts'

interface OfferedScenario extends RecoveryScenario {
  readonly icon: TablerIcon
}

/** The ways of recovery, in the order they are offered. */
export const scenarios: readonly OfferedScenario[] = [
  { ...completeRecovery, icon: IconFileBroken },
  { ...momentRecovery, icon: IconHistory },
  { ...partialRecovery, icon: IconRowInsertBottom },
  { ...schemaRecovery, icon: IconTable },
]
