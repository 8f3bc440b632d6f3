import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { promisedScenarios, type ObjectiveParts } from '../../../shared/domain/objectives/objective.ts'
import { parseObjectiveDuration } from '../../../shared/domain/objectives/parse-objective-duration.ts'
import { listObjectives } from '../../operations/objectives/list-objectives.ts'
import { setObjective, type ObjectiveSubject } from '../../operations/objectives/set-objective.ts'
import { databaseCalled } from '../find-called.ts'
import { jsonObjective, jsonSaid } from '../output/json-objective.ts'
import { objectivesText, saidText } from '../output/objectives-text.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

type PartName = 'rpo' | 'rto' | 'rtoPointInTime' | 'rtoPartial' | 'rtoSchemaOnly'

/** Options of `objectives set`. */
export interface ObjectivesSetOptions extends GlobalOptions, Partial<Record<PartName, string>> {
  readonly tier?: string | undefined
  readonly clear?: boolean | undefined
}

const optionOf: Readonly<Record<PartName, string>> = {
  rpo: '--rpo',
  rto: '--rto',
  rtoPointInTime: '--rto-point-in-time',
  rtoPartial: '--rto-partial',
  rtoSchemaOnly: '--rto-schema-only',
}

const rtoNames: readonly PartName[] = ['rto', 'rtoPointInTime', 'rtoPartial', 'rtoSchemaOnly']

/** Undefined: say nothing, so that the tier's or the default holds. */
function partOf(name: PartName, given: string): number | null | undefined {
  if (given === 'default') return undefined
  if (given === 'none') return null
  const ms = parseObjectiveDuration(given)
  if (ms !== null) return ms
  const detail = `${optionOf[name]} takes a time such as 90s, 15m, 25h or 2d (up to 10 years), none or default; not "${given}"`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function wrongUse(detail: string): FaultError {
  return new FaultError({ code: 'WRONG_USE', detail })
}

type Change = (before: ObjectiveParts) => ObjectiveParts

/** What the options ask for. Throws WRONG_USE. */
function changeOf(options: ObjectivesSetOptions): Change {
  const given = (Object.keys(optionOf) as PartName[]).filter((name) => options[name] !== undefined)
  if (given.length === 0 && options.clear !== true) {
    throw wrongUse(`nothing is to be set: give one of ${Object.values(optionOf).join(', ')}, or --clear`)
  }
  const said = new Map(given.map((name) => [name, partOf(name, options[name]!)]))
  return (before) => {
    const { rpoMs, rtoMs } = options.clear === true ? { rtoMs: {} } : before
    const rto = promisedScenarios.map((scenario, n) => {
      const name = rtoNames[n]!
      return [scenario, said.has(name) ? said.get(name) : rtoMs[scenario]] as const
    })
    return {
      rpoMs: said.has('rpo') ? said.get('rpo') : rpoMs,
      rtoMs: Object.fromEntries(rto.filter(([, ms]) => ms !== undefined)),
    }
  }
}

function subjectOf(
  { terminal, operations }: Session,
  called: string | undefined,
  tier: string | undefined,
): ObjectiveSubject {
  if (called !== undefined) {
    const { databaseId } = databaseCalled(terminal, operations.session.known(), called)
    return { kind: 'database', database: databaseId }
  }
  return { kind: 'tier', tier: tier! }
}

/** `objectives`: what is promised and what is achieved of each database. */
export function objectivesCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'objectives.list')
    const view = await listObjectives(session.operations)
    const { nowMs, problem } = view
    const json = { objectives: view.rows.map((row) => jsonObjective(row, nowMs)), problem }
    answer(session, options, json, () => objectivesText(view))
    return exitStatus.done
  })
}

/** `objectives set DATABASE` or `--tier T`: changes what is promised. */
export function objectivesSetCommand(
  terminal: Terminal,
  called: string | undefined,
  options: ObjectivesSetOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    if ((called === undefined) === (options.tier === undefined)) {
      throw wrongUse('objectives are set of a database or, with --tier, of a tier: of one of them')
    }
    if (options.tier?.trim() === '') throw wrongUse('--tier takes the word of a tier')
    const change = changeOf(options)
    await openCommandVault(session, options, 'objectives.set', {
      database: called ?? '',
      tier: options.tier ?? '',
    })
    const tier = options.tier?.trim()
    const subject = subjectOf(session, called, tier)
    const said = await setObjective(session.operations, subject, change)
    const json = { success: true, ...(called === undefined ? { tier } : { database: called }) }
    const name = called ?? `tier ${tier}`
    answer(session, options, { ...json, objectives: jsonSaid(said) }, () => saidText(name, said))
    return exitStatus.done
  })
}
