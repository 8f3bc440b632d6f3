import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'

import { useSettings } from '../state/use-answers.ts'

/** Lets the setting choose between light, dark and what the system says. */
export function ChooseTheme() {
  const { data: settings } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  const chosen = settings?.theme
  useEffect(() => {
    if (chosen !== undefined) setColorScheme(chosen === 'system' ? 'auto' : chosen)
  }, [chosen, setColorScheme])
  return null
}
