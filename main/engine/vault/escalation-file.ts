import { escalationProblem, type Escalation, type Person } from '../../../shared/domain/alerts/escalation.ts'
import {
  alertKinds,
  defaultMatrix,
  type EscalationMatrix,
  type EscalationRule,
} from '../../../shared/domain/alerts/escalation-matrix.ts'
import { jsonFields, type JsonFields } from '../image/json-fields.ts'
import { canonicalJson, SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

const formatVersion = 1
const limitBytes = 1 << 20

function ruleFrom(fields: JsonFields): EscalationRule {
  return {
    severity: fields.oneOf('severity', ['CRITICAL', 'WARNING']),
    steps: fields.list('steps', (step) => ({
      afterMinutes: step.count('afterMinutes'),
      roles: step.texts('roles'),
      repeatMinutes: step.countOrNull('repeatMinutes'),
    })),
  }
}

function personFrom(fields: JsonFields): Person {
  return { name: fields.text('name'), channels: fields.texts('channels') }
}

/** Throws SealError, also for one that can't be used. */
function escalationFrom(value: unknown): Escalation {
  const fields = jsonFields(value, 'the escalation')
  fields.count('formatVersion', 1, formatVersion)
  const matrix = fields.object('matrix')
  const quiet = fields.isNull('quietHours') ? null : fields.object('quietHours')
  const roles = fields.list('roles', (one): [string, readonly Person[]] => [
    one.text('role'),
    one.list('people', personFrom),
  ])
  const escalation: Escalation = {
    matrix: Object.fromEntries(
      // A file of before a kind was there says nothing of it: the product’s own rule holds.
      alertKinds.map((kind) => [
        kind,
        matrix.has(kind) ? ruleFrom(matrix.object(kind)) : defaultMatrix[kind],
      ]),
    ) as unknown as EscalationMatrix,
    roles: Object.fromEntries(roles),
    quietHours: quiet && {
      from: quiet.text('from'),
      to: quiet.text('to'),
      timeZone: quiet.text('timeZone'),
    },
  }
  const problem = escalationProblem(escalation)
  if (problem !== null) throw new SealError(problem)
  return escalation
}

/** An escalation as its file says it: made to be edited by hand, too. */
export function escalationText({ matrix, roles, quietHours }: Escalation): string {
  return canonicalJson({
    formatVersion,
    matrix: Object.fromEntries(
      alertKinds.map((kind) => {
        const { severity, steps } = matrix[kind]
        return [kind, { severity, steps: steps.map((step) => ({ ...step, roles: [...step.roles] })) }]
      }),
    ),
    roles: Object.entries(roles).map(([role, people]) => ({
      role,
      people: people.map(({ name, channels }) => ({ name, channels: [...channels] })),
    })),
    quietHours: quietHours && { ...quietHours },
  })
}

/** Why what an escalation's file says can't be used. */
export interface EscalationProblem {
  readonly problem: string
}

function problemOf(error: unknown): EscalationProblem {
  const isExpected = error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError
  if (isExpected || errnoOf(error) !== undefined) return { problem: (error as Error).message }
  throw error
}

/** Reads an escalation as its file says it. */
export function parseEscalation(text: string): Escalation | EscalationProblem {
  try {
    return escalationFrom(JSON.parse(text))
  } catch (error) {
    return problemOf(error)
  }
}

/** Who is told of what in a vault; null: it says nothing. */
export async function readEscalation(
  ports: Ports,
  folder: string,
): Promise<Escalation | EscalationProblem | null> {
  try {
    const bytes = await readSmallFile(ports, inVault(folder, vaultPaths.escalation), limitBytes)
    if (bytes === null) return null
    return parseEscalation(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return problemOf(error)
  }
}

/** Writes durably who is told of what. Throws the faults of writing a vault. */
export function saveEscalation(ports: Ports, folder: string, escalation: Escalation): Promise<void> {
  const text = escalationText(escalation)
  return writingVault(ports, folder, () => replaceFile(ports, inVault(folder, vaultPaths.escalation), text))
}
