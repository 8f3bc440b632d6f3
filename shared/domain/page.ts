/** One part of a long list, and how long the whole is. */
export interface Page<T> {
  readonly rows: readonly T[]
  readonly total: number
}
