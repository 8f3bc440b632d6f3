import type { RetentionRules } from '../../../../shared/domain/policies/policy.ts'
import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { quoted } from '../../../text/quoted.ts'
import { keptLess } from '../../../text/retention-sentence.ts'

/** What a file of policies would do to those that are there. What is wrong with the file the program says. */
export interface FileChange {
  readonly made: readonly string[]
  readonly replaced: readonly string[]
  /** Where less would be kept than before: by which policy, for whom, and of what. */
  readonly less: readonly { readonly name: string; readonly of: string; readonly what: readonly string[] }[]
}

const nothing: FileChange = { made: [], replaced: [], less: [] }

interface NamedPolicy {
  readonly name: string
  readonly databases?: unknown
  readonly retention: Partial<RetentionRules>
}

function isNamed(value: unknown): value is NamedPolicy {
  if (typeof value !== 'object' || value === null) return false
  const { name, retention } = value as Record<string, unknown>
  return typeof name === 'string' && typeof retention === 'object' && retention !== null
}

function policiesIn(text: string): readonly NamedPolicy[] {
  try {
    const { policies } = JSON.parse(text) as { policies?: unknown }
    return Array.isArray(policies) ? policies.filter(isNamed) : []
  } catch {
    return []
  }
}

/** Databases that a filed policy is given to in the place of one that keeps more, by the one they have. */
function lessByMove(
  { name, databases: named, retention }: NamedPolicy,
  replaced: PolicyView | undefined,
  present: readonly PolicyView[],
  databases: readonly DatabaseView[],
): FileChange['less'] {
  const names = new Set(Array.isArray(named) ? named.map((one) => String(one).toLowerCase()) : [])
  const moved = databases.filter((one) => names.has(one.name.toLowerCase()) && one.policyId !== replaced?.id)
  return [...Map.groupBy(moved, ({ policyId }) => policyId)].flatMap(([id, having]) => {
    const earlier = present.find((one) => one.id === id)
    if (earlier === undefined) return []
    const what = keptLess(earlier.retention, { ...earlier.retention, ...retention })
    const of = `${countOf(having.length, 'database')} with ${quoted(earlier.name)}`
    return what.length === 0 ? [] : [{ name, of, what }]
  })
}

/** What taking in a file's text would do; nothing where it can't be read. */
export function fileChange(
  text: string,
  present: readonly PolicyView[],
  databases: readonly DatabaseView[],
): FileChange {
  const filed = policiesIn(text)
  if (filed.length === 0) return nothing
  const byName = new Map(present.map((policy) => [policy.name.toLowerCase(), policy]))
  const known = ({ name }: NamedPolicy): PolicyView | undefined => byName.get(name.trim().toLowerCase())
  const less = filed.flatMap((one) => {
    const earlier = known(one)
    const moved = lessByMove(one, earlier, present, databases)
    if (earlier === undefined) return moved
    const what = keptLess(earlier.retention, { ...earlier.retention, ...one.retention })
    return what.length === 0 ? moved : [{ name: earlier.name, of: quoted(earlier.name), what }, ...moved]
  })
  return {
    made: filed.filter((one) => known(one) === undefined).map(({ name }) => name),
    replaced: filed.flatMap((one) => known(one)?.name ?? []),
    less,
  }
}
