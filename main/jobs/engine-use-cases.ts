import {
  applyPartial,
  checkChange,
  compareContents,
  copySchema,
  drillBackup,
  lookInside,
  mergeChain,
  partialRows,
  previewPartial,
  proveDetection,
  restoreDatabase,
  restoreSystem,
  takeBackup,
  takeSystem,
  verifyBackup,
  verifySystem,
} from '../engine/engine.ts'
import type { UseCases } from './use-cases.ts'

/** What a job of this program does: the engine's use cases. Only job processes import this. */
export const engineUseCases: UseCases = {
  backup: takeBackup,
  verify: verifyBackup,
  restore: restoreDatabase,
  drill: drillBackup,
  prove_detection: proveDetection,
  merge: mergeChain,
  schema_copy: copySchema,
  partial_preview: previewPartial,
  partial_rows: partialRows,
  partial_restore: applyPartial,
  look: lookInside,
  compare: compareContents,
  check_change: checkChange,
  system_backup: takeSystem,
  system_verify: verifySystem,
  system_restore: restoreSystem,
}
