import { Button } from '@mantine/core'
import { Link, Redirect, Route, Switch } from 'wouter'

import { EmptyState } from '../components/empty-state.tsx'
import { AccessScreen } from '../screens/access/access-screen.tsx'
import { ActivityScreen } from '../screens/activity/activity-screen.tsx'
import { AlertsScreen } from '../screens/alerts/alerts-screen.tsx'
import { MessagesScreen } from '../screens/alerts/messages-screen.tsx'
import { BackupScreen } from '../screens/backup/backup-screen.tsx'
import { CompareScreen } from '../screens/content/compare-screen.tsx'
import { AuditScreen } from '../screens/compliance/audit/audit-screen.tsx'
import { LookScreen } from '../screens/content/look-screen.tsx'
import { DatabaseScreen } from '../screens/database/database-screen.tsx'
import { BackupsInventory } from '../screens/inventory/backups-inventory.tsx'
import { GuardScreen } from '../screens/guard/guard-screen.tsx'
import { DatabaseDrillsScreen } from '../screens/drills/database-drills-screen.tsx'
import { DrillScreen } from '../screens/drills/drill-screen.tsx'
import { DrillsScreen } from '../screens/drills/drills-screen.tsx'
import { HealthScreen } from '../screens/health/health-screen.tsx'
import { InventoryScreen } from '../screens/inventory/inventory-screen.tsx'
import { ObjectiveScreen } from '../screens/objectives/objective-screen.tsx'
import { ObjectivesScreen } from '../screens/objectives/objectives-screen.tsx'
import { OverviewScreen } from '../screens/overview/overview-screen.tsx'
import { PolicyEditor } from '../screens/policies/editor/policy-editor.tsx'
import { PoliciesScreen } from '../screens/policies/policies-screen.tsx'
import { RecoveryJobScreen } from '../screens/recovery/job-screen.tsx'
import { RecoveryChoices } from '../screens/recovery/recovery-choices.tsx'
import { beginComplete } from '../screens/recovery/complete/complete-steps.ts'
import { CompleteWizard } from '../screens/recovery/complete/complete-wizard.tsx'
import { PlanAgain } from '../screens/recovery/complete/plan-again.tsx'
import { momentRecovery } from '../screens/recovery/moment/moment-steps.ts'
import { MomentWizard } from '../screens/recovery/moment/moment-wizard.tsx'
import { PartialWizard } from '../screens/recovery/partial/partial-wizard.tsx'
import { SchemaWizard } from '../screens/recovery/schema/schema-wizard.tsx'
import { RecoveryRun } from '../screens/recovery/run/recovery-run.tsx'
import { TimelineScreen } from '../screens/timeline/timeline-screen.tsx'
import { SystemPlan } from '../screens/recovery/system/system-plan.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { ChannelEditor } from '../screens/telling/channel-editor.tsx'
import { KeysScreen } from '../screens/keys/keys-screen.tsx'
import { TellingScreen } from '../screens/telling/telling-screen.tsx'

/** Every place in the window. Each object has its own, so a link leads to it and Back works. */
export function Routes() {
  return (
    <Switch>
      <Route path="/" component={OverviewScreen} />
      <Route path="/inventory" component={InventoryScreen} />
      <Route path="/inventory/backups" component={BackupsInventory} />
      <Route path="/database/:id/guard/job/:jobId">
        {({ id, jobId }) => <GuardScreen key={id} databaseId={id} backupId="" jobId={jobId} />}
      </Route>
      <Route path="/database/:id/guard/:backupId?">
        {({ id, backupId }) => <GuardScreen key={id} databaseId={id} backupId={backupId ?? ''} jobId="" />}
      </Route>
      <Route path="/database/:id/:tab?">
        {({ id, tab }) => <DatabaseScreen key={id} databaseId={id} tab={tab ?? 'backups'} />}
      </Route>
      <Route path="/backup/:id">{({ id }) => <BackupScreen key={id} backupId={id} />}</Route>
      <Route path="/look/:id">{({ id }) => <LookScreen key={id} backupId={id} tab="rows" table="" />}</Route>
      <Route path="/look/:id/:tab/:table">
        {({ id, tab, table }) => (
          <LookScreen
            key={id}
            backupId={id}
            tab={tab === 'schema' ? 'schema' : 'rows'}
            table={decodeURIComponent(table)}
          />
        )}
      </Route>
      <Route path="/compare/:id/:otherId?">
        {({ id, otherId }) => (
          <CompareScreen key={`${id} ${otherId}`} backupId={id} otherId={otherId ?? ''} />
        )}
      </Route>
      {/* In an address the question stands after the fragment's path; the router knows only paths. */}
      <Route path={/^\/timeline(?:\?(?<query>.*))?$/}>
        {({ query }) => <TimelineScreen query={query ?? ''} />}
      </Route>
      <Route path="/timeline/:databaseId">
        {({ databaseId }) => <TimelineScreen key={databaseId} query={`database=${databaseId}`} />}
      </Route>
      <Route path="/objectives" component={ObjectivesScreen} />
      <Route path="/objectives/:databaseId">
        {({ databaseId }) => <ObjectiveScreen key={databaseId} databaseId={databaseId} />}
      </Route>
      <Route path="/activity" component={ActivityScreen} />
      <Route path="/alerts/health" component={HealthScreen} />
      <Route path="/alerts/messages" component={MessagesScreen} />
      <Route path="/alerts/:alertId?">{({ alertId }) => <AlertsScreen shownId={alertId ?? ''} />}</Route>
      <Route path="/compliance">
        <Redirect to="/compliance/audit" replace />
      </Route>
      <Route path="/compliance/audit" component={AuditScreen} />
      <Route path="/recovery" component={RecoveryChoices} />
      <Route path="/recovery/drills" component={DrillsScreen} />
      <Route path="/recovery/drills/backup/:backupId">
        {({ backupId }) => <DrillScreen key={backupId} backupId={backupId} />}
      </Route>
      <Route path="/recovery/drills/:databaseId/:tab?">
        {({ databaseId, tab }) => (
          <DatabaseDrillsScreen
            key={databaseId}
            databaseId={databaseId}
            tab={tab === 'assertions' ? 'assertions' : 'drills'}
          />
        )}
      </Route>
      <Route path="/recovery/complete">
        <CompleteWizard begin={beginComplete('', '')} />
      </Route>
      <Route path="/recovery/complete/again/:jobId">
        {({ jobId }) => <PlanAgain key={jobId} jobId={jobId} />}
      </Route>
      <Route path="/recovery/complete/:databaseId/:backupId?">
        {({ databaseId, backupId }) => (
          <CompleteWizard key={databaseId} begin={beginComplete(databaseId, backupId ?? '')} />
        )}
      </Route>
      <Route path="/recovery/moment/job/:jobId">
        {({ jobId }) => <RecoveryRun key={jobId} scenario={momentRecovery} jobId={jobId} />}
      </Route>
      <Route path="/recovery/moment/:databaseId?">
        {({ databaseId }) => <MomentWizard key={databaseId} databaseId={databaseId ?? ''} />}
      </Route>
      <Route path="/recovery/partial/:databaseId?/:backupId?">
        {({ databaseId, backupId }) => (
          <PartialWizard key={databaseId} databaseId={databaseId ?? ''} backupId={backupId ?? ''} />
        )}
      </Route>
      <Route path="/recovery/schema/:databaseId?/:backupId?">
        {({ databaseId, backupId }) => (
          <SchemaWizard key={databaseId} databaseId={databaseId ?? ''} backupId={backupId ?? ''} />
        )}
      </Route>
      <Route path="/recovery/system/:archiveId">
        {({ archiveId }) => <SystemPlan key={archiveId} archiveId={archiveId} />}
      </Route>
      <Route path="/recovery/job/:jobId">
        {({ jobId }) => <RecoveryJobScreen key={jobId} jobId={jobId} />}
      </Route>
      <Route path="/settings" component={SettingsScreen} />
      <Route path="/settings/access" component={AccessScreen} />
      <Route path="/settings/keys" component={KeysScreen} />
      <Route path="/settings/alerts" component={TellingScreen} />
      <Route path="/settings/alerts/channel/:name">
        {({ name }) => <ChannelEditor key={name} name={decodeURIComponent(name)} />}
      </Route>
      <Route path="/settings/alerts/new-channel">
        <ChannelEditor name={null} />
      </Route>
      <Route path="/settings/policies" component={PoliciesScreen} />
      <Route path="/settings/policies/:id">{({ id }) => <PolicyEditor key={id} policyId={id} />}</Route>
      <Route component={NothingHere} />
    </Switch>
  )
}

function NothingHere() {
  return (
    <div className="page">
      <h1 className="visually-hidden">Nothing here</h1>
      <EmptyState
        title="Nothing is at this place"
        actions={
          <Button component={Link} href="/">
            To the overview
          </Button>
        }
      />
    </div>
  )
}
