import type { Settings } from '../../../shared/domain/views.ts'
import { useChangeSettings } from '../../state/use-actions.ts'
import { NumberSetting } from './number-setting.tsx'
import { SettingLine } from './setting-line.tsx'

const mostMinutes = 24 * 60

/** How health is checked where this program is the one that watches the vault. */
export function HealthSection({ settings }: { readonly settings: Settings }) {
  const { mutate: change } = useChangeSettings()
  return (
    <section className="section settings-section">
      <h2>Health</h2>
      <SettingLine
        title="Checked every"
        says="And after each job, by the program that runs the vault’s schedules, with the settings of its user."
      >
        <NumberSetting
          label="Health is checked every so many minutes"
          value={settings.healthEveryMinutes}
          min={1}
          max={mostMinutes}
          suffix=" min"
          onChange={(healthEveryMinutes) => change({ healthEveryMinutes })}
        />
      </SettingLine>
      <SettingLine
        title="A backup is late after"
        says="So much longer, for each day between two runs of its schedule: 60 minutes are 25 hours for a daily one, and 7 days and 7 hours for a weekly one."
      >
        <NumberSetting
          label="A backup is late after so many minutes more for each day"
          value={settings.delayMinutesPerDay}
          min={1}
          max={mostMinutes}
          suffix=" min a day"
          onChange={(delayMinutesPerDay) => change({ delayMinutesPerDay })}
        />
      </SettingLine>
      <SettingLine
        title="Validations that failed in a row"
        says="So many of one database, and its health is degraded. One of its newest backup is enough."
      >
        <NumberSetting
          label="Validations that failed in a row"
          value={settings.validationFailuresInARow}
          min={1}
          max={100}
          onChange={(validationFailuresInARow) => change({ validationFailuresInARow })}
        />
      </SettingLine>
      <SettingLine title="Storage is nearly full from" says="Of the vault’s file system, used by whomever.">
        <NumberSetting
          label="Storage is nearly full from, per cent"
          value={settings.storageUsedPerCent}
          min={1}
          max={100}
          suffix=" %"
          onChange={(storageUsedPerCent) => change({ storageUsedPerCent })}
        />
      </SettingLine>
      <SettingLine title="A backup is slow from" says="It is stored all the same.">
        <NumberSetting
          label="A backup is slow from, minutes"
          value={settings.slowBackupMinutes}
          min={1}
          max={mostMinutes}
          suffix=" min"
          onChange={(slowBackupMinutes) => change({ slowBackupMinutes })}
        />
      </SettingLine>
    </section>
  )
}
