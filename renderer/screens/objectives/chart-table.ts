/** One column of the table behind a chart. */
export interface ChartColumn {
  readonly title: string
  readonly isNumber?: boolean
}

/** What a chart shows, in words: the table behind it, and the CSV, are both just this. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[]
}
