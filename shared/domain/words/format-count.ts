/** A whole number with a comma between thousands: `10,000`. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** A number with its noun in the right form: `1 database`, `4 databases`. `many` where adding an s is wrong. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
