import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSettings } from '../../state/use-answers.ts'
import { AboutSection } from './about-section.tsx'
import { BackupSection } from './backup-section.tsx'
import { DrillsSection } from './drills-section.tsx'
import { HealthSection } from './health-section.tsx'
import { SchedulesSection } from './schedules-section.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import { ThemeSection } from './theme-section.tsx'
import { VaultSection } from './vault-section.tsx'

/** The settings of this user on this machine. Each takes effect when it is changed. */
export function SettingsScreen() {
  const { data: settings, error, refetch } = useSettings()
  return (
    <div className="page page-narrow">
      <PageTitle
        title="Settings"
        sentence="Each takes effect as it is changed, for this user on this machine."
      />
      <SettingsTabs />
      {settings === undefined && error === null && <SkeletonLines count={8} />}
      {settings === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {settings !== undefined && (
        <>
          <ThemeSection settings={settings} />
          <BackupSection settings={settings} />
          <SchedulesSection settings={settings} />
          <DrillsSection settings={settings} />
          <HealthSection settings={settings} />
        </>
      )}
      <VaultSection />
      <AboutSection />
    </div>
  )
}
