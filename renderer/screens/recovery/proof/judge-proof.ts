import type { Restored } from './restored.ts'

/**
 * What a restore showed. `equal`: the content read back is the backup's. `equal_with_defects`: it is, and the backup has the
 * defects of its source. `not_shown`: in place, programs wrote on before it was read back, so equality says nothing any
 * more. `differs`: it is not the backup's.
 */
export type ProofVerdict = 'equal' | 'equal_with_defects' | 'not_shown' | 'differs'

/** The verdict over a restore; `backupRoot` is undefined where the backup is not known any more. */
export function judgeProof({ root, validation }: Restored, backupRoot: string | undefined): ProofVerdict {
  const { status } = validation.checks.checksum_match
  if (status === 'not_applicable') return 'not_shown'

  if (status === 'failed' || (backupRoot !== undefined && backupRoot !== root)) return 'differs'
  return validation.status === 'passed' ? 'equal' : 'equal_with_defects'
}
