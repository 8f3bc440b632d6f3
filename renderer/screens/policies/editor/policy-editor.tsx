import { Select } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'

import { policyPresets } from '../../../../shared/domain/policies/policy-presets.ts'
import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { PageTitle } from '../../../components/page-title.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useDatabases } from '../../../state/use-answers.ts'
import { usePolicies } from '../../../state/use-policies.ts'
import { useVaultPermits } from '../../../state/use-vault-permits.ts'
import { localZone } from '../../../text/local-moment.ts'
import { ChooseDatabases } from '../apply/choose-databases.tsx'
import { PlannedRun } from '../planned-run.tsx'
import { soonestRun } from '../policy-when.tsx'
import { ActButton } from '../../access/act-button.tsx'
import { DeletePolicy } from './delete-policy.tsx'
import { formOf, formOfPreset } from './policy-draft.ts'
import { PolicyForm } from './policy-form.tsx'

const policiesPlace = '/settings/policies'

function tiersOf(databases: readonly DatabaseView[]): readonly string[] {
  return [...new Set(['core', 'cache', ...databases.map(({ tier }) => tier)])].slice(0, 100)
}

function hasWords(count: number): string {
  return count === 0 ? 'No database has it' : countOf(count, 'database')
}

function Back() {
  return (
    <Link href={policiesPlace} className="page-back">
      <IconChevronLeft size={14} aria-hidden="true" />
      Policies
    </Link>
  )
}

/** One policy on a page of its own: a new one (`new`), or the one with this id. */
export function PolicyEditor({ policyId }: { readonly policyId: string }) {
  const { data: view, error, refetch } = usePolicies()
  const { data: databases = [] } = useDatabases()
  const policy = view?.policies.find(({ id }) => id === policyId)
  if (view === undefined) {
    return (
      <div className="page page-narrow">
        <Back />
        <PageTitle title="Policy" />
        {error === null ? (
          <SkeletonLines count={9} />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  if (policyId === 'new') return <NewPolicy policies={view.policies} tiers={tiersOf(databases)} />
  if (policy === undefined) {
    return (
      <div className="page page-narrow">
        <Back />
        <PageTitle title="Policy" />
        <EmptyState title="The vault has no such policy">It may have been deleted.</EmptyState>
      </div>
    )
  }
  return <ExistingPolicy key={policy.id} policy={policy} policies={view.policies} databases={databases} />
}

function NewPolicy({
  policies,
  tiers,
}: {
  readonly policies: readonly PolicyView[]
  readonly tiers: readonly string[]
}) {
  const [, go] = useLocation()
  const [preset, setPreset] = useState(policyPresets[0]?.name ?? '')
  const taken = policies.map(({ name }) => name)
  return (
    <div className="page page-narrow">
      <Back />
      <PageTitle title="New policy" sentence="It holds for databases once it is applied to them." />
      <Select
        label="Begin with"
        description="A preset to change; its numbers fill the form below"
        data={policyPresets.map(({ name }) => name)}
        value={preset}
        onChange={(name) => name !== null && setPreset(name)}
        allowDeselect={false}
        maw={280}
      />
      <PolicyForm
        key={preset}
        begin={formOfPreset(preset, localZone(), taken)}
        policy={null}
        taken={taken}
        tiers={tiers}
        onSaved={() => go(policiesPlace)}
      />
    </div>
  )
}

interface ExistingPolicyProps {
  readonly policy: PolicyView
  readonly policies: readonly PolicyView[]
  readonly databases: readonly DatabaseView[]
}

function ExistingPolicy({ policy, policies, databases }: ExistingPolicyProps) {
  const [, go] = useLocation()
  const [open, setOpen] = useState<'apply' | 'delete' | null>(null)
  // As it was when the page was opened: what another program changes meanwhile must not take away what is typed.
  const [begun] = useState(() => formOf(policy))
  const permits = useVaultPermits()
  const { id, name, scope, databaseIds, isEnabled } = policy
  const runs = scope === 'system' || databaseIds.length > 0
  return (
    <div className="page page-narrow">
      <Back />
      <PageTitle
        title={name}
        sentence={
          <span>
            {scope === 'system' ? 'All databases together' : hasWords(databaseIds.length)}
            {' · '}
            {isEnabled && !runs ? (
              'so nothing runs'
            ) : isEnabled ? (
              <>
                next run <PlannedRun at={soonestRun(policy)} none="none is to come" />
              </>
            ) : (
              'off'
            )}
          </span>
        }
        actions={
          <>
            {scope === 'databases' && (
              <ActButton
                act="policies.apply"
                variant="default"
                disabled={!permits.canBackUp}
                onClick={() => setOpen('apply')}
              >
                Apply to databases
              </ActButton>
            )}
            <ActButton
              act="policies.remove"
              variant="default"
              disabled={!permits.canBackUp}
              onClick={() => setOpen('delete')}
            >
              Delete
            </ActButton>
          </>
        }
      />
      <PolicyForm
        begin={begun}
        policy={policy}
        taken={policies.filter((one) => one.id !== id).map((one) => one.name)}
        tiers={tiersOf(databases)}
        onSaved={() => go(policiesPlace)}
      />
      {open === 'apply' && (
        <ChooseDatabases
          policy={policy}
          policies={policies}
          databases={databases}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'delete' && (
        <DeletePolicy policy={policy} onClose={() => setOpen(null)} onDeleted={() => go(policiesPlace)} />
      )}
    </div>
  )
}
