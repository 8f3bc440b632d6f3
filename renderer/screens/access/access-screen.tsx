import { PageTitle } from '../../components/page-title.tsx'
import { SettingsTabs } from '../settings/settings-tabs.tsx'
import { AccessSection } from './access-section.tsx'

/** Who may do what: kept in the vault, for everybody who works with it. */
export function AccessScreen() {
  return (
    <div className="page page-narrow">
      <PageTitle title="Settings" sentence="The vault keeps these, for everybody who works with it." />
      <SettingsTabs />
      <AccessSection />
    </div>
  )
}
