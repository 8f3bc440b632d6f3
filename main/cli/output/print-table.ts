/** One column of a table. */
export interface Column<T> {
  readonly title: string
  /** Numbers, sizes and durations are right-aligned. */
  readonly isNumber?: boolean
  value(row: T): string
}

/** Terminals obey a control character instead of showing it, and a file's name may hold one. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (sign) => {
    return `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`
  })
}

/** Rows under their titles, aligned, two spaces between columns. Empty without rows. */
export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row) => columns.map((column) => printable(column.value(row))))
  const lines = [columns.map((column) => column.title), ...cells]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)))
  const lineOf = (line: readonly string[]): string =>
    line
      .map((cell, at) =>
        columns[at]!.isNumber === true ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
      )
      .join('  ')
      .trimEnd()
  return `${lines.map(lineOf).join('\n')}\n`
}
