import type { Role } from './role.ts'

/** A fact of an act that may stand in a log: an id, a name, a path, a count. Never a secret. */
export type ActFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Something that somebody asks for. */
export interface Act {
  /** The name of its procedure in the contract, also where it is asked for on the command line: `backups.start`. */
  readonly name: string
  readonly needs: Role
  readonly facts: ActFacts
}

/** What became of an act. */
export type ActResult = 'done' | 'partly_done' | 'failed'

/** The fields of a request that an act says of itself. What is not named here is not kept: it may be a secret. */
const saidFields = [
  'databaseId',
  'databaseIds',
  'backupId',
  'backupIds',
  'archiveId',
  'policyId',
  'alertId',
  'markId',
  'jobId',
  'slotId',
  'database',
  'backup',
  'name',
  'folder',
  'path',
  'targetPath',
  'toPath',
  'type',
  'label',
  'kind',
  'at',
  'tier',
  'isEnabled',
] as const

const longestText = 1024
const mostTexts = 100

function factOf(value: unknown): ActFacts[string] | null {
  if (typeof value === 'string') return value.slice(0, longestText)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) return null
  const texts = value.filter((one): one is string => typeof one === 'string')
  return texts.slice(0, mostTexts).map((one) => one.slice(0, longestText))
}

/** What of a request may be kept. The request was not looked at yet: it may be anything. */
export function factsOf(request: unknown): ActFacts {
  if (typeof request !== 'object' || request === null) return {}
  const given = request as Readonly<Record<string, unknown>>
  const facts = saidFields.flatMap((field) => {
    const fact = Object.hasOwn(given, field) ? factOf(given[field]) : null
    return fact === null ? [] : [[field, fact] as const]
  })
  return Object.fromEntries(facts)
}
