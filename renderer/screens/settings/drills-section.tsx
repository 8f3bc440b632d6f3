import { NativeSelect, Switch } from '@mantine/core'

import type { Settings } from '../../../shared/domain/views.ts'
import { useChangeSettings } from '../../state/use-actions.ts'
import { NumberSetting } from './number-setting.tsx'
import { SettingLine } from './setting-line.tsx'

const gib = 1024 ** 3
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}))

/** When backups are brought back to a scratch place by themselves, to prove that they can be. */
export function DrillsSection({ settings }: { readonly settings: Settings }) {
  const { mutate: change } = useChangeSettings()
  return (
    <section className="section settings-section">
      <h2>Drills</h2>
      <SettingLine
        title="Drill by itself"
        says="The program that runs the schedules brings backups back to a scratch place and proves them: of each database its newest, the one drilled longest ago, the oldest and one more. One at a time, behind everything else. What a machine that was off missed is made up for once."
      >
        <Switch
          aria-label="Drill by itself"
          checked={settings.drillsBySchedule}
          onChange={(event) => change({ drillsBySchedule: event.currentTarget.checked })}
        />
      </SettingLine>
      <SettingLine
        title="Each database every"
        says="7 days is the default: what was damaged since is found within a week. A database that goes without a drill for half as long again is told of; never longer than six months."
      >
        <NumberSetting
          label="Each database every, days"
          value={settings.drillEveryDays}
          min={1}
          max={365}
          suffix=" days"
          onChange={(drillEveryDays) => change({ drillEveryDays })}
        />
      </SettingLine>
      <SettingLine title="From" says="The hour from which on due drills run, in this machine’s time.">
        <NativeSelect
          aria-label="Hour of drills"
          data={hours}
          value={String(settings.drillAtHour)}
          onChange={(event) => change({ drillAtHour: Number(event.currentTarget.value) })}
        />
      </SettingLine>
      <SettingLine
        title="Scratch space"
        says="A database whose image is larger is not drilled: its drill is inconclusive and says so. What a drill restored is removed when it ends, and after a crash by the next program that starts."
      >
        <NumberSetting
          label="Scratch space, gibibytes"
          value={Math.round(settings.drillScratchBytes / gib)}
          min={0}
          max={2 ** 20}
          suffix=" GiB"
          onChange={(limit) => change({ drillScratchBytes: limit * gib })}
        />
      </SettingLine>
    </section>
  )
}
