import { Select } from '@mantine/core'
import { useMemo } from 'react'

import { localZone } from '../../../text/local-moment.ts'

/** Every zone that this browser knows, with UTC and the one of this machine first. */
function zones(value: string): string[] {
  return [...new Set([localZone(), 'UTC', value, ...Intl.supportedValuesOf('timeZone')])]
}

interface TimeZoneFieldProps {
  readonly value: string
  readonly onChange: (zone: string) => void
}

/** The zone that times, days, weeks, months and years of a policy are counted in. */
export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const data = useMemo(() => zones(value), [value])
  return (
    <Select
      label="Time zone"
      description="Times, days, weeks, months and years are counted in it"
      data={data}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      searchable
      allowDeselect={false}
      limit={60}
      nothingFoundMessage="No such time zone"
      maw={420}
      selectFirstOptionOnChange
      spellCheck={false}
    />
  )
}
