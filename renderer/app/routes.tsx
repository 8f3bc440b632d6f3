import { Button } from '@mantine/core'
import { Link, Route, Switch } from 'wouter'

import { EmptyState } from '../components/empty-state.tsx'
import { ActivityScreen } from '../screens/activity/activity-screen.tsx'
import { BackupScreen } from '../screens/backup/backup-screen.tsx'
import { DatabaseScreen } from '../screens/database/database-screen.tsx'
import { BackupsInventory } from '../screens/inventory/backups-inventory.tsx'
import { InventoryScreen } from '../screens/inventory/inventory-screen.tsx'
import { OverviewScreen } from '../screens/overview/overview-screen.tsx'
import { RecoveryChoices } from '../screens/recovery/recovery-choices.tsx'
import { beginComplete, completeRecovery } from '../screens/recovery/complete/complete-steps.ts'
import { CompleteWizard } from '../screens/recovery/complete/complete-wizard.tsx'
import { PlanAgain } from '../screens/recovery/complete/plan-again.tsx'
import { RecoveryRun } from '../screens/recovery/run/recovery-run.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'

/** Every place in the window. Each object has its own, so a link leads to it and Back works. */
export function Routes() {
  return (
    <Switch>
      <Route path="/" component={OverviewScreen} />
      <Route path="/inventory" component={InventoryScreen} />
      <Route path="/inventory/backups" component={BackupsInventory} />
      <Route path="/database/:id/:tab?">
        {({ id, tab }) => <DatabaseScreen key={id} databaseId={id} tab={tab ?? 'backups'} />}
      </Route>
      <Route path="/backup/:id">{({ id }) => <BackupScreen key={id} backupId={id} />}</Route>
      <Route path="/activity" component={ActivityScreen} />
      <Route path="/recovery" component={RecoveryChoices} />
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
      <Route path="/recovery/job/:jobId">
        {({ jobId }) => <RecoveryRun key={jobId} scenario={completeRecovery} jobId={jobId} />}
      </Route>
      <Route path="/settings" component={SettingsScreen} />
      <Route>
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
      </Route>
    </Switch>
  )
}
