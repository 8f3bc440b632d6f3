import { Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'

import type { SystemRestorePlan } from '../../../../shared/domain/system-archive.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useVaultStatus } from '../../../state/use-answers.ts'
import { useRestoreSystem, useSystemPlan } from '../../../state/use-archives.ts'
import { isAbsolutePath } from '../../../text/path-words.ts'
import { PathField } from '../../paths/path-field.tsx'
import { ActButton } from '../../access/act-button.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { systemRecovery } from './system-scenario.ts'
import { SystemPlanFacts } from './system-plan-facts.tsx'
import { LookAgainHead } from '../plan/look-again-head.tsx'

type Place = 'own_paths' | 'folder'

/** Where all databases of an archive are brought back to, what that would do, and its start. */
export function SystemPlan({ archiveId }: { readonly archiveId: string }) {
  const [place, setPlace] = useState<Place>('own_paths')
  const [folder, setFolder] = useState('')
  const isAsked = place === 'own_paths' || isAbsolutePath(folder)
  const toFolder = place === 'folder' ? folder : undefined
  const { data: plan, error, isFetching, refetch } = useSystemPlan(archiveId, toFolder, isAsked)
  return (
    <RecoveryFrame
      scenario={systemRecovery}
      at="plan"
      sentence={
        plan === undefined
          ? 'Brings all databases of an archive back.'
          : `Brings all databases back as the archive of ${formatMoment(plan.takenAt)} has them.`
      }
    >
      <div className="stack stack-wide">
        <PlaceChoice place={place} folder={folder} onPlace={setPlace} onFolder={setFolder} />
        {error !== null && isAsked && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
        {plan === undefined && error === null && isAsked && <SkeletonLines />}
        {plan !== undefined && error === null && isAsked && (
          <Start
            key={toFolder ?? ''}
            plan={plan}
            toFolder={toFolder}
            isFetching={isFetching}
            onAgain={() => void refetch()}
          />
        )}
      </div>
    </RecoveryFrame>
  )
}

interface PlaceChoiceProps {
  readonly place: Place
  readonly folder: string
  readonly onPlace: (place: Place) => void
  readonly onFolder: (folder: string) => void
}

function PlaceChoice({ place, folder, onPlace, onFolder }: PlaceChoiceProps) {
  return (
    <>
      <Radio.Group
        label={<span className="radio-title">Where are they brought back to?</span>}
        value={place}
        onChange={(value) => onPlace(value)}
      >
        <div className="stack" style={{ marginTop: 10, gap: 8 }}>
          <Radio.Card value="own_paths" className="choice-card" aria-label="Each to its own path">
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title">Each to its own path</span>
              <span className="choice-line soft">
                What is there is replaced, after a safety backup of it and after the proof of the new content.
              </span>
            </span>
          </Radio.Card>
          <Radio.Card value="folder" className="choice-card" aria-label="All into one folder">
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title">All into one folder</span>
              <span className="choice-line soft">The databases themselves stay as they are.</span>
            </span>
          </Radio.Card>
        </div>
      </Radio.Group>
      {place === 'folder' && (
        <PathField label="A folder that is there" mode="folder" value={folder} onChange={onFolder} />
      )}
    </>
  )
}

interface StartProps {
  readonly plan: SystemRestorePlan
  readonly toFolder: string | undefined
  readonly isFetching: boolean
  readonly onAgain: () => void
}

function Start({ plan, toFolder, isFetching, onAgain }: StartProps) {
  const [, go] = useLocation()
  const [typedName, setTypedName] = useState('')
  const { data: status } = useVaultStatus()
  const restore = useRestoreSystem()
  const vaultName = status?.state === 'open' ? status.name : ''
  const replaced = plan.databases.filter((one) => one.plan?.target.exists === true)
  const canAny = plan.databases.some((one) => one.plan !== null)
  const isReady = canAny && !isFetching && vaultName !== '' && typedName === vaultName
  const submit = (): void =>
    restore.mutate(
      {
        archiveId: plan.archiveId,
        toFolder,
        confirmName: typedName,
        replaces: replaced.map(({ databaseId }) => databaseId),
      },
      { onSuccess: (jobId) => go(`/recovery/job/${jobId}`, { replace: true }) },
    )
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) submit()
      }}
    >
      <LookAgainHead title="The plan" isFetching={isFetching} onAgain={onAgain} />
      <SystemPlanFacts plan={plan} />
      <TextInput
        label={
          <>
            Type the vault’s name, <span className="mono">{vaultName}</span>, to restore all
          </>
        }
        value={typedName}
        onChange={(event) => setTypedName(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        maw={420}
      />
      {restore.error !== null && <FaultNotice fault={readFault(restore.error)} onRetry={onAgain} />}
      <StepFoot
        note={
          <span className="soft">
            It can be cancelled: databases that are back by then stay as they are, the others as they were.
          </span>
        }
      >
        <ActButton
          act="archives.restore"
          type="submit"
          size="sm"
          {...(replaced.length > 0 ? { color: 'red' } : {})}
          disabled={!isReady}
          loading={restore.isPending}
        >
          {replaced.length > 0 ? 'Replace and restore all' : 'Restore all'}
        </ActButton>
      </StepFoot>
    </form>
  )
}
