import { createHash } from 'node:crypto'

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
      // A kind that a file of an earlier version does not name is told as by default.
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

/** An escalation as its file says it: made to be edited by hand, too; with the revision that it was read at, where one is given. */
export function escalationText({ matrix, roles, quietHours }: Escalation, revision?: string): string {
  return canonicalJson({
    formatVersion,
    ...(revision === undefined ? {} : { revision }),
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

/** The revision that an escalation's text was read at; null: it names none. Only of a text that `parseEscalation` takes. */
export function revisionIn(text: string): string | null {
  const fields = jsonFields(JSON.parse(text), 'the escalation')
  return fields.has('revision') ? fields.text('revision') : null
}

/** Reads an escalation's bytes. Throws SealError, SyntaxError, TypeError. */
export function escalationFromBytes(bytes: Uint8Array): Escalation {
  return escalationFrom(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
}

/** Who is told of what, as a vault has it. */
export interface StoredEscalation {
  /** Null: it says nothing. */
  readonly found: Escalation | EscalationProblem | null
  /** Another one for each content of the file: what somebody looked at is what is there while it is the same. */
  readonly revision: string
}

/** Who is told of what in a vault. */
export async function readEscalation(ports: Ports, folder: string): Promise<StoredEscalation> {
  let revision = 'unreadable'
  try {
    const bytes = await readSmallFile(ports, inVault(folder, vaultPaths.escalation), limitBytes)
    if (bytes === null) return { found: null, revision: 'none' }
    revision = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    return { found: escalationFromBytes(bytes), revision }
  } catch (error) {
    return { found: problemOf(error), revision }
  }
}

/** Writes durably who is told of what. Throws the faults of writing a vault. */
export function saveEscalation(ports: Ports, folder: string, escalation: Escalation): Promise<void> {
  const text = escalationText(escalation)
  return writingVault(ports, folder, () => replaceFile(ports, inVault(folder, vaultPaths.escalation), text))
}
