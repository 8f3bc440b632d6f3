import { NativeSelect } from '@mantine/core'
import { useState } from 'react'

import {
  corruptedParts,
  corruptionKinds,
  corruptionWords,
  partWords,
  type CorruptedPart,
  type CorruptionKind,
  type DetectionReport,
} from '../../../shared/domain/drills/detection.ts'
import { drillLevelWords } from '../../../shared/domain/drills/drill.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useJobReport, useJobs } from '../../state/use-answers.ts'
import { useProveDetection } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { JobCard } from '../activity/job-card.tsx'
import { ActButton } from '../access/act-button.tsx'
import { DrillLevels } from './drill-levels.tsx'

/** By chance, as the select says it. */
const byChance = ''

const kindChoices = [
  { value: byChance, label: 'by chance' },
  ...corruptionKinds.map((kind) => ({ value: kind, label: corruptionWords[kind] })),
]
const partChoices = [
  { value: byChance, label: 'by chance' },
  ...corruptedParts.map((part) => ({ value: part, label: partWords[part] })),
]

/** Shows that a drill finds what it is to find: a copy of this backup is corrupted, and drilled. */
export function DetectionPanel({ backup }: { readonly backup: StoredBackup }) {
  const [kind, setKind] = useState('')
  const [part, setPart] = useState('')
  const prove = useProveDetection()
  const { canRead } = useVaultPermits()
  return (
    <section className="section no-print" aria-label="Would a drill find damage?">
      <h2>Would a drill find damage?</h2>
      <p className="soft">
        Copies this backup and what it needs to the scratch place, drills the copy, corrupts it, and drills it
        again: that must fail. The vault is only read, and nothing of it counts as a drill.
      </p>
      <div className="row row-wrap detection-wish">
        <NativeSelect
          label="What is done"
          data={kindChoices}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <NativeSelect
          label="To the copy of its"
          data={partChoices}
          value={part}
          onChange={(event) => setPart(event.currentTarget.value)}
        />
        <ActButton
          act="drills.proveDetection"
          variant="default"
          loading={prove.isPending}
          disabled={!canRead}
          onClick={() =>
            prove.mutate({
              backupId: backup.id,
              ...(kind === byChance ? {} : { kind: kind as CorruptionKind }),
              ...(part === byChance ? {} : { part: part as CorruptedPart }),
            })
          }
        >
          Corrupt a copy and drill it
        </ActButton>
      </div>
      {prove.error !== null && <FaultNotice fault={readFault(prove.error)} />}
      {prove.data !== undefined && <DetectionResult jobId={prove.data} />}
    </section>
  )
}

function DetectionResult({ jobId }: { readonly jobId: string }) {
  const { data: jobs = [] } = useJobs()
  const job = jobs.find(({ id }) => id === jobId)
  const { data: report } = useJobReport(jobId, job?.state)
  if (job?.state === 'failed') return <FaultNotice fault={job.fault ?? null} />
  if (report?.detection !== undefined) return <Shown report={report.detection} />
  return job === undefined ? null : <JobCard job={job} />
}

function Shown({ report }: { readonly report: DetectionReport }) {
  const { foundAt, planted, kind, atByte, detail, durationMs, after } = report
  return (
    <>
      <Notice kind="good" title={`The planted corruption was found by ${foundAt}`}>
        <p>
          In the copy of <span className="mono">{planted}</span> {corruptionWords[kind]}
          {atByte === null ? '' : `, at byte ${atByte}`}. {foundAt}, that {drillLevelWords[foundAt]}, failed:{' '}
          {detail}.
        </p>
        <p className="soft">
          Before it every level of the copy was shown. It took {formatDuration(durationMs)}; the copy is gone.
        </p>
      </Notice>
      <DrillLevels levels={after} />
    </>
  )
}
