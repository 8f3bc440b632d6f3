import { z } from 'zod'

/** A name inside a database: SQLite allows nearly everything, so only its length is bounded. */
export const objectNameField = z.string().min(1).max(1000)

const valueField = z.string().max(100_000)

/** What a row must satisfy. */
export const conditionField = z.discriminatedUnion('test', [
  z.object({ column: objectNameField, test: z.literal('equals'), value: valueField }),
  z.object({
    column: objectNameField,
    test: z.literal('one_of'),
    values: z.array(valueField).min(1).max(1000),
  }),
  z.object({ column: objectNameField, test: z.literal('between'), from: valueField, to: valueField }),
  z.object({ column: objectNameField, test: z.literal('is_null') }),
  z.object({ column: objectNameField, test: z.literal('like'), pattern: valueField }),
])

/** Rows of one table: every condition must hold. */
export const selectionField = z.object({
  table: objectNameField,
  conditions: z.array(conditionField).max(50).default([]),
})
