/**
 * What is looked for in the names of backup files: they hold a date without its dashes and `preupdate` in one word, while
 * the window shows `2026-11-27` and `pre-update`, and a person types what is shown.
 */
export function termOf(typed: string): string {
  const words = typed.trim()
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(words)) return words.replaceAll('-', '')
  return words.toLowerCase() === 'pre-update' ? 'preupdate' : words
}
