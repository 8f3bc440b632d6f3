/** Rows that Page Up and Page Down move by. */
const pageRows = 15

/** Where a key leads from a row, in a list of `count`; undefined where the key means nothing here. */
export function moveByKey(key: string, at: number, count: number): number | undefined {
  const within = (index: number): number => Math.max(0, Math.min(count - 1, index))
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return within(at + 1)
    case 'ArrowUp':
      return within(at - 1)
    case 'PageDown':
      return within(at + pageRows)
    case 'PageUp':
      return within(at - pageRows)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
