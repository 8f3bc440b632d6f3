import { Autocomplete } from '@mantine/core'

import { useDatabases } from '../../state/use-answers.ts'

/** A tier: one of those in use, or the user's own word. */
export function TierField({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (tier: string) => void
}) {
  const { data: databases = [] } = useDatabases()
  const tiers = [...new Set(['core', 'cache', ...databases.map(({ tier }) => tier)])].slice(0, 50)
  return (
    <Autocomplete
      size="xs"
      label="Tier"
      description="core, cache, or a word of your own"
      data={tiers}
      value={value}
      onChange={onChange}
      maxLength={40}
      maw={240}
    />
  )
}
