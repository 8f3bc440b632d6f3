import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'

import { useSettings } from '../state/use-answers.ts'

const attribute = 'data-mantine-color-scheme'

/** Paper is light, whatever the window is. */
function usePaperWhilePrinting(): void {
  useEffect(() => {
    const root = document.documentElement
    let before: string | null = null
    const toPaper = (): void => {
      before = root.getAttribute(attribute)
      root.setAttribute(attribute, 'light')
    }
    const back = (): void => {
      if (before !== null) root.setAttribute(attribute, before)
    }
    addEventListener('beforeprint', toPaper)
    addEventListener('afterprint', back)
    return () => {
      removeEventListener('beforeprint', toPaper)
      removeEventListener('afterprint', back)
    }
  }, [])
}

/** Lets the setting choose between light, dark and what the system says. */
export function ChooseTheme() {
  const { data: settings } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  const chosen = settings?.theme
  useEffect(() => {
    if (chosen !== undefined) setColorScheme(chosen === 'system' ? 'auto' : chosen)
  }, [chosen, setColorScheme])
  usePaperWhilePrinting()
  return null
}
