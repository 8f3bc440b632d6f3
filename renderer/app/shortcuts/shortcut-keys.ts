import type { ShortcutName } from '../../state/shortcut-targets.ts'

/** The keys that act in the view that is shown, in the order of the help. */
export const viewKeys: readonly {
  readonly key: string
  readonly name: ShortcutName
  readonly words: string
}[] = [
  { key: '/', name: 'search', words: 'Search in the list' },
  { key: 'j', name: 'next', words: 'Next row' },
  { key: 'k', name: 'previous', words: 'Previous row' },
  { key: 'Enter', name: 'open', words: 'Open the row' },
  { key: 'x', name: 'toggle', words: 'Choose the row' },
  { key: 'b', name: 'backUp', words: 'Back up' },
  { key: 'v', name: 'verify', words: 'Verify' },
  { key: 'r', name: 'restore', words: 'Restore' },
]

/** Places that `g` and a second key lead to. */
export const placeKeys: readonly { readonly key: string; readonly path: string; readonly words: string }[] = [
  { key: 'o', path: '/', words: 'Overview' },
  { key: 'i', path: '/inventory', words: 'Inventory' },
  { key: 't', path: '/timeline', words: 'Timeline' },
  { key: 'a', path: '/activity', words: 'Activity' },
  { key: 'r', path: '/recovery', words: 'Recovery' },
  { key: 'd', path: '/recovery/drills', words: 'Drills' },
  { key: 'h', path: '/alerts/health', words: 'Health' },
  { key: 's', path: '/settings', words: 'Settings' },
]

/** Whether a key pressed on an element is meant for that element: a field, an open dialog, a button for Enter. */
export function isMeantForElement(element: Element | null, key: string): boolean {
  if (element === null) return false
  if (
    element.closest(
      'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]',
    ) !== null
  )
    return true
  return key === 'Enter' && element.closest('a, button, [role=grid]') !== null
}
