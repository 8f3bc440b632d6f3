import { Switch, TextInput } from '@mantine/core'

import type { QuietHours } from '../../../shared/domain/alerts/quiet-hours.ts'
import { localZone } from '../../text/local-moment.ts'
import { TimeZoneField } from '../policies/editor/time-zone-field.tsx'

interface QuietFieldsProps {
  readonly quietHours: QuietHours | null
  readonly onChange: (quietHours: QuietHours | null) => void
}

function usual(): QuietHours {
  return { from: '22:00', to: '07:00', timeZone: localZone() }
}

/** The part of each day in which warnings wait. */
export function QuietFields({ quietHours, onChange }: QuietFieldsProps) {
  return (
    <section className="section policy-section" aria-label="Quiet hours">
      <h2>Quiet hours</h2>
      <Switch
        size="xs"
        label="Warnings wait until these hours are over; what is CRITICAL is told at any hour"
        checked={quietHours !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual() : null)}
      />
      {quietHours !== null && (
        <>
          <div className="row row-wrap row-fields">
            <TextInput
              label="From"
              placeholder="22:00"
              value={quietHours.from}
              onChange={(event) => onChange({ ...quietHours, from: event.currentTarget.value })}
              maxLength={5}
              autoComplete="off"
              w={90}
            />
            <TextInput
              label="To"
              placeholder="07:00"
              value={quietHours.to}
              onChange={(event) => onChange({ ...quietHours, to: event.currentTarget.value })}
              maxLength={5}
              autoComplete="off"
              w={90}
            />
          </div>
          <TimeZoneField
            value={quietHours.timeZone}
            onChange={(timeZone) => onChange({ ...quietHours, timeZone })}
          />
        </>
      )}
    </section>
  )
}
