import type { TableShape } from '../content/table-shape.ts'

/**
 * Goes behind INSERT and UPDATE, so that what the table's rules refuse is refused. A conflict clause of the table's own (UNIQUE ON CONFLICT
 * REPLACE) would remove another row instead, leave this one out, or end the transaction. Only where there is one: what a statement says
 * replaces what the triggers that it fires say.
 */
export function refusing({ sql }: Pick<TableShape, 'sql'>): string {
  return /\bCONFLICT\b/i.test(sql) ? ' OR ABORT' : ''
}
