import { FaultError } from '../../../shared/domain/fault.ts'
import type { RestoreOptions } from './restore-command.ts'

/** Which restore the options mean. */
export type RestoreKind = 'complete' | 'partial' | 'schema_only'

type OptionName = keyof RestoreOptions

const flags: Readonly<Partial<Record<OptionName, string>>> = {
  schemaOnly: '--schema-only',
  table: '--table',
  where: '--where',
  preview: '--preview',
  triggers: '--triggers',
  plan: '--plan',
  inPlace: '--in-place',
  to: '--to',
}

/** What does not go together with the option that makes the kind. */
const refused: Readonly<Record<RestoreKind, readonly OptionName[]>> = {
  complete: ['where', 'preview', 'triggers'],
  partial: ['plan', 'inPlace', 'to'],
  schema_only: ['table', 'where', 'preview', 'triggers', 'plan', 'inPlace'],
}

/** The kind of a restore by its options. Throws WRONG_USE for options of another kind. */
export function restoreKindOf(options: RestoreOptions): RestoreKind {
  const kind =
    options.schemaOnly === true ? 'schema_only' : options.table === undefined ? 'complete' : 'partial'
  const other = refused[kind].find((name) => options[name] !== undefined)
  if (other === undefined) return kind
  const flag = flags[other] ?? other
  const detail =
    kind === 'complete'
      ? `${flag} needs --table`
      : `${flag} does not go together with ${kind === 'partial' ? '--table' : '--schema-only'}`
  throw new FaultError({ code: 'WRONG_USE', detail })
}
