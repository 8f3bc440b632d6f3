import type { AssertionOutcome } from '../../../shared/domain/drills/assertion.ts'
import {
  drillLevels,
  type DrillLevel,
  type DrillVerdict,
  type LevelOutcome,
  type LevelStatus,
} from '../../../shared/domain/drills/drill.ts'
import type { ConcludedDrill, DrillRecord } from '../../../shared/domain/drills/drill-record.ts'
import { idPattern, instantPattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import type { Ports } from '../ports/ports.ts'
import { keepRecords } from './keep-records.ts'
import { vaultPaths } from './layout.ts'

const formatVersion = 1
const statuses = [
  'passed',
  'failed',
  'inconclusive',
  'not_made',
  'not_applicable',
] as const satisfies readonly LevelStatus[]
const verdicts = ['passed', 'failed', 'inconclusive'] as const satisfies readonly DrillVerdict[]

function levelsFrom(fields: JsonFields): readonly LevelOutcome[] {
  return drillLevels.map((level) => {
    const outcome = fields.object(level)
    return {
      level,
      status: outcome.oneOf('status', statuses),
      detail: outcome.text('detail'),
      durationMs: outcome.count('durationMs'),
    }
  })
}

function assertionFrom(fields: JsonFields): AssertionOutcome {
  return {
    name: fields.text('name'),
    sql: fields.text('sql'),
    status: fields.oneOf('status', ['held', 'contradicted', 'impossible']),
    wanted: fields.text('wanted'),
    found: fields.text('found'),
  }
}

function concludedFrom(fields: JsonFields): ConcludedDrill {
  const levelOrNull = (of: JsonFields, name: string): DrillLevel | null =>
    of.isNull(name) ? null : of.oneOf(name, drillLevels)
  const why = fields.isNull('reason') ? null : fields.object('reason')
  return {
    verdict: fields.oneOf('verdict', ['passed', 'failed']),
    drilledAt: fields.text('drilledAt', instantPattern),
    restoreMs: fields.isNull('restoreMs') ? null : fields.count('restoreMs'),
    reached: levelOrNull(fields, 'reached'),
    reason: why && { level: why.oneOf('level', drillLevels), detail: why.text('detail') },
  }
}

const drills = keepRecords<DrillRecord>({
  folder: vaultPaths.drills,
  serialize: ({
    backupId,
    verdict,
    levels,
    assertions,
    restoreMs,
    drilledAt,
    durationMs,
    by,
    concluded,
  }) => ({
    formatVersion,
    backupId,
    verdict,
    levels: Object.fromEntries(
      levels.map(({ level, status, detail, durationMs: tookMs }) => [
        level,
        { status, detail, durationMs: tookMs },
      ]),
    ),
    assertions: assertions.map((one) => ({ ...one })),
    restoreMs,
    drilledAt,
    durationMs,
    by,
    ...(concluded && { concluded: { ...concluded, reason: concluded.reason && { ...concluded.reason } } }),
  }),
  parse(value) {
    const fields = jsonFields(value, 'the drill')
    fields.count('formatVersion', 1, formatVersion)
    return {
      backupId: fields.text('backupId', idPattern),
      verdict: fields.oneOf('verdict', verdicts),
      levels: levelsFrom(fields.object('levels')),
      assertions: fields.has('assertions') ? fields.list('assertions', assertionFrom) : [],
      restoreMs: fields.isNull('restoreMs') ? null : fields.count('restoreMs'),
      drilledAt: fields.text('drilledAt', instantPattern),
      durationMs: fields.count('durationMs'),
      by: fields.text('by'),
      ...(fields.has('concluded') && { concluded: concludedFrom(fields.object('concluded')) }),
    }
  },
})

/** Writes the newest drill of a backup durably, in the place of an earlier one. Throws the faults of writing a vault. */
export function saveDrill(ports: Ports, folder: string, record: DrillRecord): Promise<void> {
  return drills.save(ports, folder, record.backupId, record)
}

/** Forgets the drill of a backup that is removed. One that is not there is no error. */
export function removeDrill(ports: Ports, folder: string, backupId: string): Promise<void> {
  return drills.remove(ports, folder, backupId)
}

/** The newest drill of one backup; null when it had none. */
export function readDrill(
  ports: Ports,
  folder: string,
  backupId: string,
): Promise<DrillRecord | null | 'damaged'> {
  return drills.read(ports, folder, backupId)
}

/** The newest drill of every backup that had one, and the names of files that can't be read. */
export async function listDrills(
  ports: Ports,
  folder: string,
): Promise<{ readonly records: readonly DrillRecord[]; readonly damaged: readonly string[] }> {
  const { entries, damaged } = await drills.list(ports, folder)
  return { records: [...entries.values()], damaged }
}
