import { Switch } from '@mantine/core'

import type { Settings } from '../../../shared/domain/views.ts'
import { Copyable } from '../../components/copyable.tsx'
import { useChangeSettings } from '../../state/use-actions.ts'
import { useSystemInfo } from '../../state/use-answers.ts'
import { agentCommand } from '../policies/nobody-acts.tsx'
import { SettingLine } from './setting-line.tsx'

/** Which program runs the schedules whenever the machine does. */
export function SchedulesSection({ settings }: { readonly settings: Settings }) {
  const { data: system } = useSystemInfo()
  const { mutate: change } = useChangeSettings()
  if (system === undefined) return null
  return (
    <section className="section settings-section">
      <h2>Schedules</h2>
      {system.capabilities.startAtLogin && (
        <SettingLine
          title="Start Holdfast at login"
          says="Hidden, with its icon in the tray, so that schedules run while you are logged in."
        >
          <Switch
            aria-label="Start Holdfast at login"
            checked={settings.startAtLogin}
            onChange={(event) => change({ startAtLogin: event.currentTarget.checked })}
          />
        </SettingLine>
      )}
      <SettingLine
        title="Agent"
        says="A service of yours that runs the schedules whenever the machine does, without a window."
      >
        <Copyable text={agentCommand} what="the command" />
      </SettingLine>
    </section>
  )
}
