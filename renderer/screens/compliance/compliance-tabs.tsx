import { LinkTabs } from '../../components/link-tabs.tsx'

const tabs = [{ path: '/compliance/audit', word: 'Audit log' }]

/** What is looked at of compliance. */
export function ComplianceTabs() {
  return <LinkTabs label="Compliance" tabs={tabs} />
}
