import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import type { RestoreMethod, TargetState } from '../../../shared/domain/restore-plan.ts'

/** What the warnings of a plan depend on. */
export interface WarningFacts {
  readonly point: BackupRecord
  readonly target: TargetState
  readonly method: RestoreMethod
  readonly takesSafetyBackup: boolean
  readonly nowMs: number
}

function openersInWords({ openedBy }: TargetState): string {
  return (openedBy ?? []).map(({ name, pid }) => `${name} (${pid})`).join(', ')
}

function failedChecks({ validation }: BackupRecord): string {
  return checkNames
    .filter((name) => validation.checks[name].status === 'failed')
    .map((name) => `${name} (${validation.checks[name].detail}).`)
    .join(' ')
}

function ofThePoint({ point, nowMs }: WarningFacts): readonly string[] {
  const warnings: string[] = []
  if (point.validation.status === 'failed') {
    warnings.push(
      `This backup did not pass every check when it was taken: ${failedChecks(point)} What was wrong at the source then will be wrong again in the restored file.`,
    )
  }
  if (Date.parse(point.takenAt) > nowMs) {
    warnings.push(
      `This backup was taken at ${point.takenAt}, which is later than this machine's clock: check the clock before you judge what would be lost.`,
    )
  }
  return warnings
}

const ofOrphans = (sidecars: readonly string[]): string =>
  `Nothing is at the target but what a lost database left beside it (${sidecars.join(', ')}). It may hold the lost database's last changes: it is set aside under another name, not removed.`

const ofForeignFile = (method: RestoreMethod): string =>
  `The file at the target is not this database's own: it gets no safety backup, but is ${method === 'in_place' ? 'copied' : 'set aside'} under another name first.`

const ofContent: Readonly<Record<TargetState['content'], (facts: WarningFacts) => string | null>> = {
  none: ({ target }) => (target.sidecars.length === 0 ? null : ofOrphans(target.sidecars)),
  damaged_database: () =>
    'The database at the target is damaged and gets no safety backup: it is set aside under another name, whole.',
  not_a_database: () => 'The file at the target is no SQLite database: it is set aside under another name.',
  database: ({ takesSafetyBackup, method }) => (takesSafetyBackup ? null : ofForeignFile(method)),
}

function ofWhatIsThere(facts: WarningFacts): readonly string[] {
  const warning = ofContent[facts.target.content](facts)
  return warning === null ? [] : [warning]
}

function ofItsUsers({ target, method }: WarningFacts): readonly string[] {
  const openers = openersInWords(target)
  if (method === 'in_place') {
    const who =
      openers === '' ? 'Another program is at work in the database' : `The database is open in ${openers}`
    return [
      `${who}: SQLite copies the backup into it in one transaction, so its connections stay valid. What is written between the safety backup and that moment is lost.`,
    ]
  }
  if (openers !== '' || target.isLocked) {
    return [
      `The target is open in ${openers === '' ? 'another program' : openers}: close it first, or restore beside it.`,
    ]
  }
  return target.exists && target.openedBy === null
    ? ['Which programs have the file open can not be known on this system: stop them before you go on.']
    : []
}

function ofTheNewFile({ method }: WarningFacts): readonly string[] {
  return method === 'new_file'
    ? [
        'The new file will belong to the user who runs Holdfast and be private to them: give it the owner and permissions that its programs need.',
      ]
    : []
}

/** What the administrator must know before the restore, in words. */
export function planWarnings(facts: WarningFacts): readonly string[] {
  return [...ofThePoint(facts), ...ofWhatIsThere(facts), ...ofItsUsers(facts), ...ofTheNewFile(facts)]
}
