import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'

import type { GuardReport } from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useCheckGuard } from '../../state/use-guard.ts'
import { changeSentence, guardVerdict } from '../../text/guard-words.ts'
import { ComparedSchema } from '../content/compared-schema.tsx'
import { ComparedTables } from '../content/compared-tables.tsx'
import { StepFoot } from '../recovery/stepper/step-foot.tsx'
import { GuardChecks } from './guard-checks.tsx'
import { GuardFrame } from './guard-frame.tsx'
import { RollBack } from './roll-back.tsx'

interface GuardedChangeProps {
  readonly database: DatabaseView
  readonly backup: StoredBackup
}

/** The steps after the backup: the change that a person makes, the check of it, and what becomes of it. */
export function GuardedChange({ database, backup }: GuardedChangeProps) {
  const check = useCheckGuard()
  const [isRollingBack, setIsRollingBack] = useState(false)
  const report = check.data
  const look = (): void => {
    setIsRollingBack(false)
    check.mutate(backup.id)
  }
  const at = isRollingBack || report !== undefined ? 3 : check.isPending ? 2 : 1
  return (
    <GuardFrame
      databaseId={database.id}
      name={database.name}
      at={at}
      sentence={
        report === undefined || check.isPending
          ? `The pre-update backup of ${formatMoment(backup.takenAt)} is there to go back to.`
          : guardVerdict(report)
      }
    >
      <div className="stack stack-wide">
        <BackupNotice backup={backup} />
        {check.isPending && <SkeletonLines />}
        {check.error !== null && <FaultNotice fault={readFault(check.error)} onRetry={look} />}
        {report !== undefined && !check.isPending && !isRollingBack && (
          <Checked report={report} backup={backup} onRollBack={() => setIsRollingBack(true)} />
        )}
        {isRollingBack ? (
          <RollBack backup={backup} onBack={() => setIsRollingBack(false)} />
        ) : (
          <WhatNow
            databaseId={database.id}
            report={report}
            isChecking={check.isPending}
            onCheck={look}
            onRollBack={() => setIsRollingBack(true)}
          />
        )}
      </div>
    </GuardFrame>
  )
}

/** What is there to go back to, and how good it is. */
function BackupNotice({ backup }: { readonly backup: StoredBackup }) {
  const { status, checks } = backup.lastValidation
  const { checksum_match, file_accessibility } = checks
  const link = (
    <Button component={Link} href={`/backup/${backup.id}`} variant="default">
      Backup
    </Button>
  )
  if (checksum_match.status === 'failed' || file_accessibility.status === 'failed') {
    return (
      <Notice kind="failed" title="This backup can’t be relied on" actions={link}>
        <p>What is stored is not what was read. Leave the database as it is, and begin again.</p>
      </Notice>
    )
  }
  if (status === 'failed') {
    return (
      <Notice kind="risk" title="The database had faults of its own already" actions={link}>
        <p>They are in the backup too, page for page, and are not counted against the change.</p>
      </Notice>
    )
  }
  return (
    <Notice kind="good" title={`Backed up as of ${formatMoment(backup.takenAt)}`} actions={link}>
      <p className="mono small">{backup.file}</p>
    </Notice>
  )
}

interface CheckedProps {
  readonly report: GuardReport
  readonly backup: StoredBackup
  readonly onRollBack: () => void
}

function Checked({ report, backup, onRollBack }: CheckedProps) {
  const sides = useMemo(() => ({ backupId: backup.id }), [backup.id])
  const { status, difference, notCompared, observedAt } = report
  return (
    <>
      <section className="section">
        <h2>Check after the change</h2>
        <p className="soft">
          {observedAt === null ? 'The database could not be read.' : `As of ${formatMoment(observedAt)}.`}
        </p>
        {status === 'failed' && (
          <Notice
            kind="failed"
            title="Something is wrong that was not so before the change"
            actions={
              <Button variant="default" onClick={onRollBack}>
                Roll back
              </Button>
            }
          />
        )}
        <GuardChecks report={report} />
      </section>
      <section className="section">
        <h2>What the change did</h2>
        <p className="soft">
          {difference === null ? `Not known: ${notCompared ?? ''}.` : changeSentence(difference)}
        </p>
      </section>
      {difference !== null && (
        <>
          {difference.schema.length > 0 && <ComparedSchema objects={difference.schema} />}
          <ComparedTables sides={sides} tables={difference.tables} />
        </>
      )}
    </>
  )
}

interface WhatNowProps {
  readonly databaseId: string
  readonly report: GuardReport | undefined
  readonly isChecking: boolean
  readonly onCheck: () => void
  readonly onRollBack: () => void
}

function WhatNow({ databaseId, report, isChecking, onCheck, onRollBack }: WhatNowProps) {
  const rollBack = (
    <Button size="sm" variant="default" disabled={isChecking} onClick={onRollBack}>
      Roll back
    </Button>
  )
  if (report === undefined) {
    return (
      <>
        <p>
          Go on: make the change now, in the program that makes it, and check afterwards. This page can be
          left meanwhile; its address leads back to it.
        </p>
        <StepFoot note={<span className="soft">The check only reads. It is kept in the history.</span>}>
          {rollBack}
          <Button size="sm" loading={isChecking} onClick={onCheck}>
            Check
          </Button>
        </StepFoot>
      </>
    )
  }
  return (
    <StepFoot
      note={
        <span className="soft">Keeping it changes nothing: the pre-update backup stays in the vault.</span>
      }
    >
      <Button size="sm" variant="default" loading={isChecking} onClick={onCheck}>
        Check again
      </Button>
      {rollBack}
      <Button
        size="sm"
        variant={report.status === 'passed' ? 'filled' : 'default'}
        component={Link}
        href={`/database/${databaseId}`}
      >
        Keep the change
      </Button>
    </StepFoot>
  )
}
