import { assertNever } from '../../base/assert-never.ts'
import { faultText } from '../faults/fault-text.ts'
import type { DelayReason, HealthCause, HealthCheckName, ThresholdUsed } from '../health/health-cause.ts'
import { formatBytes } from './format-bytes.ts'
import { formatCount } from './format-count.ts'
import { formatDuration } from './format-duration.ts'
import { formatMoment } from './format-moment.ts'
import { scenarioWords } from './objective-words.ts'

/** The five checks, as they are named to a person. */
export const checkTitles: Readonly<Record<HealthCheckName, string>> = {
  recent_backups: 'Recent backups',
  validation_status: 'Validations',
  storage_capacity: 'Storage',
  backup_performance: 'Duration of backups',
  remote_sync_status: 'Off-site copies',
  recovery_drills: 'Drills',
}

function subjectOf(check: HealthCheckName | 'escalation'): string {
  return check === 'escalation' ? 'Who is told' : checkTitles[check]
}

const whyDelayed: Readonly<Record<DelayReason, string>> = {
  not_running: 'no program that runs schedules is running',
  under_recovery: 'the database is under recovery, and its schedules rest',
  paused: 'all schedules are paused',
  interrupted: 'the program that made it ended before it did',
  overtaken: 'earlier runs of the database took until after the next one was due',
  policy_rests: 'its policy is put to rest',
}

/** By what it was judged: a sentence with a space before it; empty of a cause that an earlier version kept. */
function judgedBy(threshold: ThresholdUsed | undefined, says: (time: string) => string): string {
  if (threshold === undefined) return ''
  const { ms, from, policy } = threshold
  const whose = from === 'setting' ? 'the settings' : `policy ${policy ?? '(not known)'}`
  return ` By ${whose} ${says(formatDuration(ms))}.`
}

function delayedText(cause: Extract<HealthCause, { kind: 'backup_delayed' }>): string {
  const { dueAt, newestAt, because, threshold } = cause
  const newest = newestAt === null ? 'There is none yet' : `The newest is of ${formatMoment(newestAt)}`
  const why = because === null ? 'why is not known' : whyDelayed[because]
  const by = judgedBy(threshold, (time) =>
    threshold?.from === 'policy'
      ? `the newest may be ${time} old`
      : `a run of its schedule may be ${time} late`,
  )
  return `A backup was due at ${formatMoment(dueAt)} and is not there: ${why}. ${newest}.${by}`
}

function overdueText({ lastAt, dueAt, threshold }: Extract<HealthCause, { kind: 'drill_overdue' }>): string {
  const by = judgedBy(threshold, (time) => `no more than ${time} may pass without one`)
  return lastAt === null
    ? `No drill has shown yet that it can be brought back; one was due by ${formatMoment(dueAt)}.${by}`
    : `The last drill that came to a verdict was at ${formatMoment(lastAt)}; the next was due by ${formatMoment(dueAt)}.${by}`
}

/** What is wrong: a title, with the database’s name where it is of one, and a sentence or two. */
export function causeText(cause: HealthCause): { readonly title: string; readonly detail: string } {
  switch (cause.kind) {
    case 'backup_failed': {
      const why = cause.fault === null ? '' : ` ${faultText(cause.fault).message}`
      return {
        title: `Backup of ${cause.database} failed`,
        detail: `The newest attempt, at ${formatMoment(cause.failedAt)}, failed.${why}`,
      }
    }
    case 'validation_failed':
      return {
        title: `Validation of ${cause.database} failed`,
        detail:
          cause.failuresInARow === 1
            ? `The newest backup failed its validation at ${formatMoment(cause.checkedAt)}.`
            : `${formatCount(cause.failuresInARow)} validations in a row failed, the newest at ${formatMoment(cause.checkedAt)}.`,
      }
    case 'chain_broken': {
      const { file, backupId, because } = cause.link
      return {
        title: `The newest backup of ${cause.database} can’t be restored`,
        detail: `The backup of ${formatMoment(cause.takenAt)} needs ${file ?? backupId}, which is ${because}. Take a full backup.`,
      }
    }
    case 'drill_failed': {
      const at = cause.level === null ? '' : ` ${cause.level}:`
      return {
        title: `Drill of ${cause.database} failed`,
        detail: `At ${formatMoment(cause.drilledAt)} a backup of it could not be brought back as it was.${at} ${cause.detail}.`,
      }
    }
    case 'drill_overdue':
      return { title: `Drill of ${cause.database} is overdue`, detail: overdueText(cause) }
    case 'backup_delayed':
      return { title: `Backup of ${cause.database} is late`, detail: delayedText(cause) }
    case 'backup_slow':
      return {
        title: `Backup of ${cause.database} was slow`,
        detail: `The newest, of ${formatMoment(cause.takenAt)}, took ${formatDuration(cause.durationMs)}.${judgedBy(cause.threshold, (time) => `one that takes longer than ${time} is slow`)}`,
      }
    case 'rpo_breached': {
      const state =
        cause.provedAt === null
          ? `No state of it was proved since it was registered at ${formatMoment(cause.registeredAt)}`
          : `The newest proved state is of ${formatMoment(cause.provedAt)}`
      return {
        title: `RPO of ${cause.database} is broken`,
        detail: `${state}; no more than ${formatDuration(cause.promisedMs)} was promised to be lost.`,
      }
    }
    case 'rto_breached':
      return {
        title: `RTO of ${cause.database} is broken`,
        detail: `${scenarioWords[cause.scenario]} took ${formatDuration(cause.measuredMs)} at ${formatMoment(cause.measuredAt)}; ${formatDuration(cause.promisedMs)} is promised.`,
      }
    case 'storage_capacity':
      return {
        title: 'Storage is nearly full',
        detail: `${Math.floor(cause.usedShare * 100)} % of the vault’s file system is used; ${formatBytes(cause.freeBytes)} are free.`,
      }
    case 'vault_away':
      return {
        title: 'The vault is away',
        detail: `${cause.folder} can’t be reached since ${formatMoment(cause.since)}: nothing is backed up, and nothing can be restored from it.`,
      }
    case 'vault_unwritable': {
      const { message, remedy } = faultText(cause.fault)
      return {
        title: 'The vault can’t be written',
        detail: `Since ${formatMoment(cause.since)} nothing is backed up, and no alert of the vault is told on: ${message} ${remedy}`,
      }
    }
    case 'not_known':
      return { title: `${subjectOf(cause.check)}: not known`, detail: `${cause.detail}.` }
    default:
      return assertNever(cause, 'cause')
  }
}
