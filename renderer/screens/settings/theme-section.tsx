import { SegmentedControl } from '@mantine/core'

import type { Settings } from '../../../shared/domain/views.ts'
import { useChangeSettings } from '../../state/use-actions.ts'
import { SettingLine } from './setting-line.tsx'

const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** How the window looks. */
export function ThemeSection({ settings }: { readonly settings: Settings }) {
  const change = useChangeSettings()
  return (
    <section className="section settings-section">
      <h2>Window</h2>
      <SettingLine title="Theme">
        <SegmentedControl
          data={themes}
          value={settings.theme}
          onChange={(theme) => change.mutate({ theme: theme as Settings['theme'] })}
          aria-label="Theme"
        />
      </SettingLine>
    </section>
  )
}
