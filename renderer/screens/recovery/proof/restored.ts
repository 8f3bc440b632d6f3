import type { JobReport } from '../../../../shared/contract/jobs-contract.ts'

/** What a restore that succeeded brought. */
export type Restored = NonNullable<JobReport['restored']>
