import {
  promisedScenarios,
  type ObjectiveParts,
  type Objectives,
} from '../../../shared/domain/objectives/objective.ts'
import { idPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import { canonicalJson, SealError, type Json } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

const formatVersion = 1
/** Room for a hundred thousand databases with objectives of their own. */
const limitBytes = 32 << 20
const longestSeconds = 3650 * 86_400

/** Seconds; null: said not to be promised. */
function secondsFrom(fields: JsonFields, name: string): number | null {
  return fields.isNull(name) ? null : fields.count(name, 1, longestSeconds) * 1000
}

function partsFrom(fields: JsonFields): ObjectiveParts {
  const rto = fields.object('rtoSeconds')
  const rtoMs = promisedScenarios.flatMap((scenario) =>
    rto.has(scenario) ? [[scenario, secondsFrom(rto, scenario)] as const] : [],
  )
  return {
    ...(fields.has('rpoSeconds') ? { rpoMs: secondsFrom(fields, 'rpoSeconds') } : {}),
    rtoMs: Object.fromEntries(rtoMs),
  }
}

/** Throws SealError. */
function objectivesFrom(value: unknown): Objectives {
  const fields = jsonFields(value, 'the objectives')
  fields.count('formatVersion', 1, formatVersion)
  return {
    databases: new Map(
      fields.list('databases', (one) => [one.text('databaseId', idPattern), partsFrom(one)] as const),
    ),
    tiers: new Map(fields.list('tiers', (one) => [one.text('tier'), partsFrom(one)] as const)),
  }
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000)
}

function partsJson({ rpoMs, rtoMs }: ObjectiveParts): { [name: string]: Json } {
  const rto = promisedScenarios.flatMap((scenario) => {
    const said = rtoMs[scenario]
    return said === undefined ? [] : [[scenario, secondsOf(said)] as const]
  })
  return {
    ...(rpoMs === undefined ? {} : { rpoSeconds: secondsOf(rpoMs) }),
    rtoSeconds: Object.fromEntries(rto),
  }
}

function textOf({ databases, tiers }: Objectives): string {
  return canonicalJson({
    formatVersion,
    databases: [...databases].map(([databaseId, parts]) => ({ databaseId, ...partsJson(parts) })),
    tiers: [...tiers].map(([tier, parts]) => ({ tier, ...partsJson(parts) })),
  })
}

/** Why what is promised can't be read. */
export interface ObjectivesProblem {
  readonly problem: string
}

/** What is promised in a vault, by whom somebody said it; null: nobody said anything. */
export async function readObjectives(
  ports: Ports,
  folder: string,
): Promise<Objectives | ObjectivesProblem | null> {
  try {
    const bytes = await readSmallFile(ports, inVault(folder, vaultPaths.objectives), limitBytes)
    if (bytes === null) return null
    return objectivesFrom(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    const isExpected =
      error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError
    if (isExpected || errnoOf(error) !== undefined) return { problem: (error as Error).message }
    throw error
  }
}

/** Writes durably what is promised. Throws the faults of writing a vault. */
export function saveObjectives(ports: Ports, folder: string, objectives: Objectives): Promise<void> {
  const text = textOf(objectives)
  return writingVault(ports, folder, () => replaceFile(ports, inVault(folder, vaultPaths.objectives), text))
}
