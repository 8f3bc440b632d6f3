import { FaultError } from '../../shared/domain/fault.ts'
import type { StoredBackup } from '../../shared/domain/protection.ts'
import type { PointChoice } from '../../shared/domain/recovery-point.ts'
import { formatSpan } from '../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../shared/domain/words/format-moment.ts'
import { findBackup } from '../operations/backups/find-backup.ts'
import { choosePoint } from '../operations/points/choose-point.ts'
import type { OpenVault } from '../operations/vaults/vault-session.ts'
import { backupCalled } from './find-called.ts'
import { readMoment } from './read-moment.ts'
import type { Session } from './session.ts'

/** Options that say which state of a database is meant. */
export interface WhichOptions {
  readonly backup?: string | undefined
  readonly at?: string | undefined
  readonly utc?: boolean | undefined
}

/** The moment that was asked for, UTC; undefined where none was. Throws WRONG_USE for one beside a backup. */
export function momentFor({ at, utc, backup }: WhichOptions): string | undefined {
  if (at === undefined) {
    if (utc === true) {
      throw new FaultError({ code: 'WRONG_USE', detail: '--utc says how --at is meant; give both' })
    }
    return undefined
  }
  if (backup !== undefined) {
    throw new FaultError({ code: 'WRONG_USE', detail: 'give --backup or --at; not both' })
  }
  return readMoment(at, utc === true, Intl.DateTimeFormat().resolvedOptions().timeZone)
}

/** A moment that was asked for, as every document of a restore says it. */
export interface AskedPoint {
  readonly askedFor: string
  readonly achieved: string
  readonly distanceMs: number
}

/** Which backup is meant. */
export interface WantedBackup {
  /** Undefined: none was named. */
  readonly backup: StoredBackup | undefined
  /** Where it was a moment that named it. */
  readonly point?: AskedPoint
}

/** Says asked-for and achieved moment and the distance, where a moment was asked for. */
function sayPoint({ terminal }: Session, { askedFor, point, distanceMs }: PointChoice): void {
  const distance =
    distanceMs === 0 ? 'the database was unchanged until then' : `${formatSpan(distanceMs)} before that`
  terminal.err(
    `Asked for ${formatMoment(askedFor)}; taken from ${formatMoment(point.takenAt)}: ${distance}.\n`,
  )
}

/**
 * The backup that is meant by its name or by a moment. Throws the faults of finding one, NO_POINT_BEFORE, CHAIN_BROKEN, WRONG_USE.
 */
export function wantedBackup(
  session: Session,
  vault: OpenVault,
  database: string,
  options: WhichOptions,
): WantedBackup {
  const at = momentFor(options)
  if (at === undefined) {
    const { backup } = options
    return { backup: backup === undefined ? undefined : backupCalled(session.terminal, vault, backup) }
  }
  const choice = choosePoint(session.operations, database, at)
  sayPoint(session, choice)
  const { askedFor, point, distanceMs } = choice
  return {
    backup: findBackup(vault, point.backupId),
    point: { askedFor, achieved: point.takenAt, distanceMs },
  }
}
