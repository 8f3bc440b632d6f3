import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { PoliciesView } from '../../../shared/domain/policies/policy-views.ts'
import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useDatabases } from '../../state/use-answers.ts'
import { usePolicies, useSchedules } from '../../state/use-policies.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { SettingsTabs } from '../settings/settings-tabs.tsx'
import { ActButton } from '../access/act-button.tsx'
import { ExportPolicies } from './file/export-policies.tsx'
import { ImportPolicies } from './file/import-policies.tsx'
import { NobodyActs } from './nobody-acts.tsx'
import { PolicyTable } from './policy-table.tsx'
import { PauseSchedules, SchedulesSentence } from './schedules-now.tsx'
import { UnprotectedDatabases } from './unprotected-databases.tsx'
import { UpcomingRuns } from './upcoming-runs.tsx'

/** How databases are protected by themselves: who runs the schedules, the policies, what is next. */
export function PoliciesScreen() {
  const { data: policies, error: policiesError, refetch } = usePolicies()
  const schedules = useSchedules()
  const error = policiesError ?? schedules.error
  return (
    <div className="page">
      <PageTitle
        title="Policies"
        sentence={schedules.data && <SchedulesSentence view={schedules.data} />}
        actions={<PageActions schedules={schedules.data} />}
      />
      <SettingsTabs />
      {error !== null && (
        <FaultNotice
          fault={readFault(error)}
          onRetry={() => {
            void refetch()
            void schedules.refetch()
          }}
        />
      )}
      {error === null && (policies === undefined || schedules.data === undefined) && (
        <SkeletonLines count={8} />
      )}
      {policies !== undefined && schedules.data !== undefined && (
        <LoadedPolicies view={policies} schedules={schedules.data} />
      )}
    </div>
  )
}

function PageActions({ schedules }: { readonly schedules: SchedulesView | undefined }) {
  const [open, setOpen] = useState<'export' | 'import' | null>(null)
  const permits = useVaultPermits()
  return (
    <>
      {schedules !== undefined && <PauseSchedules view={schedules} />}
      <ActButton
        act="policies.importFile"
        variant="default"
        disabled={!permits.canBackUp}
        onClick={() => setOpen('import')}
      >
        Import
      </ActButton>
      <Button variant="default" disabled={!permits.canRead} onClick={() => setOpen('export')}>
        Export
      </Button>
      <Button component={Link} href="/settings/policies/new">
        New policy
      </Button>
      {open === 'export' && <ExportPolicies onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportPolicies onClose={() => setOpen(null)} />}
    </>
  )
}

function LoadedPolicies({
  view,
  schedules,
}: {
  readonly view: PoliciesView
  readonly schedules: SchedulesView
}) {
  const { data: databases = [] } = useDatabases()
  const without = new Set(view.unprotectedIds)
  return (
    <>
      {schedules.actedBy === null && schedules.upcoming.length > 0 && <NobodyActs />}
      {view.damaged.length > 0 && (
        <Notice kind="failed" title="Policies that can’t be read">
          <p>
            {listWords(view.damaged, 6)}. Nothing runs by itself for the databases that have them, and nothing
            of theirs is removed. Save the policies again, or remove the files from the vault.
          </p>
        </Notice>
      )}
      {view.policies.length === 0 ? (
        <EmptyState
          title="No policy yet"
          actions={
            <Button component={Link} href="/settings/policies/new">
              New policy
            </Button>
          }
        >
          Until a database has a policy, backups of it are taken only when somebody asks for them.
        </EmptyState>
      ) : (
        <PolicyTable policies={view.policies} />
      )}
      <UnprotectedDatabases
        databases={databases.filter(({ id }) => without.has(id))}
        policies={view.policies}
      />
      <UpcomingRuns view={schedules} />
    </>
  )
}
