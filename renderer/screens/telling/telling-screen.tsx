import { escalationSourceWords } from '../../../shared/domain/words/escalation-source-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useEscalation } from '../../state/use-alerts.ts'
import { useChannels } from '../../state/use-channels.ts'
import { SettingsTabs } from '../settings/settings-tabs.tsx'
import { ChannelsSection } from './channels-section.tsx'
import { EscalationForm } from './escalation-form.tsx'

/** Who is told of what, when and how: kept in the vault, for everybody who works with it. */
export function TellingScreen() {
  const channels = useChannels()
  const telling = useEscalation()
  const error = channels.error ?? telling.error
  const retry = (): void => {
    void channels.refetch()
    void telling.refetch()
  }
  return (
    <div className="page page-narrow">
      <PageTitle title="Settings" sentence="The vault keeps these, for everybody who works with it." />
      <SettingsTabs />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={retry} />}
      {error === null && (channels.data === undefined || telling.data === undefined) && (
        <SkeletonLines count={8} />
      )}
      {channels.data !== undefined && <ChannelsSection view={channels.data} />}
      {channels.data !== undefined && telling.data !== undefined && (
        <>
          {telling.data.escalationProblem !== null && (
            <Notice kind="risk" title="What the vault says of who is told can’t be used">
              <p>
                {escalationSourceWords[telling.data.escalationFrom]}, and is shown here:{' '}
                {telling.data.escalationProblem}.
              </p>
            </Notice>
          )}
          <EscalationForm
            escalation={telling.data.escalation}
            revision={telling.data.escalationRevision}
            channels={channels.data.channels.map(({ name }) => name)}
          />
        </>
      )}
    </div>
  )
}
