import { SegmentedControl, Switch } from '@mantine/core'

import type { Settings } from '../../../shared/domain/views.ts'
import { useChangeSettings } from '../../state/use-actions.ts'
import { NumberSetting } from './number-setting.tsx'
import { SettingLine } from './setting-line.tsx'

const forms = [
  { value: 'zstd', label: 'zstd' },
  { value: 'none', label: 'None' },
]
const mib = 1024 * 1024

/** How backups are taken. */
export function BackupSection({ settings }: { readonly settings: Settings }) {
  const { mutate: change } = useChangeSettings()
  return (
    <section className="section settings-section">
      <h2>Backups</h2>
      <SettingLine
        title="Jobs at once"
        says="Each job is a process of its own; more of them need more memory."
      >
        <NumberSetting
          label="Jobs at once"
          value={settings.jobsAtOnce}
          min={1}
          max={16}
          onChange={(jobsAtOnce) => change({ jobsAtOnce })}
        />
      </SettingLine>
      <SettingLine title="Time limit of a job" says="A job that takes longer is stopped and has failed.">
        <NumberSetting
          label="Time limit of a job, minutes"
          value={settings.jobTimeLimitMinutes}
          min={1}
          max={1440}
          suffix=" min"
          onChange={(jobTimeLimitMinutes) => change({ jobTimeLimitMinutes })}
        />
      </SettingLine>
      <SettingLine
        title="Compression"
        says="Without it, a backup that is not encrypted is the database file byte for byte."
      >
        <SegmentedControl
          data={forms}
          value={settings.compression}
          onChange={(compression) => change({ compression: compression as Settings['compression'] })}
          aria-label="Compression"
        />
      </SettingLine>
      {settings.compression === 'zstd' && (
        <SettingLine
          title="Compression level"
          says="1 is fastest, 19 smallest. 3 suits almost every database. Where level 1 stores no more it is used."
        >
          <NumberSetting
            label="Compression level"
            value={settings.compressionLevel}
            min={1}
            max={19}
            onChange={(compressionLevel) => change({ compressionLevel })}
          />
        </SettingLine>
      )}
      <SettingLine
        title="Table fingerprints up to"
        says="Larger databases are proved by every page, and not also by the content of each table."
      >
        <NumberSetting
          label="Table fingerprints up to, mebibytes"
          value={Math.round(settings.fingerprintLimitBytes / mib)}
          min={0}
          max={2 ** 30}
          suffix=" MiB"
          onChange={(limit) => change({ fingerprintLimitBytes: limit * mib })}
        />
      </SettingLine>
      <SettingLine
        title="Full check after a backup up to"
        says="After the backup of a larger database SQLite’s quick check is made, which does not compare indexes with their tables. A verification always makes the full check."
      >
        <NumberSetting
          label="Full check after a backup up to, mebibytes"
          value={Math.round(settings.fullCheckLimitBytes / mib)}
          min={0}
          max={2 ** 30}
          suffix=" MiB"
          onChange={(limit) => change({ fullCheckLimitBytes: limit * mib })}
        />
      </SettingLine>
      <SettingLine
        title="Grace of a removal"
        says="For so long a backup or archive that no rule keeps is only set aside, and can be put back. Then it is removed for good."
      >
        <NumberSetting
          label="Grace of a removal, hours"
          value={settings.pruneGraceHours}
          min={0}
          max={720}
          suffix=" h"
          onChange={(pruneGraceHours) => change({ pruneGraceHours })}
        />
      </SettingLine>
      <SettingLine
        title="Removed at once"
        says="Where a clean-up would remove a larger share of a database’s backups, somebody has to agree."
      >
        <NumberSetting
          label="Removed at once, per cent"
          value={settings.pruneShareAtOnce}
          min={1}
          max={100}
          suffix=" %"
          onChange={(pruneShareAtOnce) => change({ pruneShareAtOnce })}
        />
      </SettingLine>
      <SettingLine
        title="Find changes quickly"
        says="Keeps tags of the last backup’s pages on this machine, made with a secret key, so that an incremental backup hashes only pages near a change. Without it every page is hashed."
      >
        <Switch
          checked={settings.quickChangeDetection}
          onChange={(event) => change({ quickChangeDetection: event.currentTarget.checked })}
          aria-label="Find changes quickly"
        />
      </SettingLine>
    </section>
  )
}
