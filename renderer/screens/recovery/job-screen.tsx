import type { ReactNode } from 'react'

import type { JobReport } from '../../../shared/contract/jobs-contract.ts'
import type { JobKind } from '../../../shared/domain/job.ts'
import { useJobReport, useJobs } from '../../state/use-answers.ts'
import { completeRecovery } from './complete/complete-steps.ts'
import { PartialProof } from './partial/partial-proof.tsx'
import { partialRecovery } from './partial/partial-steps.ts'
import { RecoveryRun } from './run/recovery-run.tsx'
import { SchemaProof } from './schema/schema-proof.tsx'
import { schemaRecovery } from './schema/schema-steps.ts'
import type { RecoveryScenario } from './stepper/recovery-scenario.ts'
import { SystemProof } from './system/system-proof.tsx'
import { systemRecovery } from './system/system-scenario.ts'

const scenarioOf: Partial<Readonly<Record<JobKind, RecoveryScenario>>> = {
  partial_restore: partialRecovery,
  schema_copy: schemaRecovery,
  system_restore: systemRecovery,
}

function otherProof({ job, partial, schemaCopy, system }: JobReport): ReactNode {
  if (system !== undefined) return <SystemProof job={job} report={system} />
  if (partial !== undefined) return <PartialProof job={job} report={partial} />
  return schemaCopy === undefined ? null : <SchemaProof job={job} report={schemaCopy} />
}

/** The run and the proof of any job of a recovery, by what kind of job it is. */
export function RecoveryJobScreen({ jobId }: { readonly jobId: string }) {
  const { data: jobs } = useJobs()
  const listed = jobs?.find(({ id }) => id === jobId)
  const { data: report } = useJobReport(jobId, listed?.state)
  const kind = listed?.kind ?? report?.job.kind ?? 'restore'
  return <RecoveryRun scenario={scenarioOf[kind] ?? completeRecovery} jobId={jobId} proofOf={otherProof} />
}
