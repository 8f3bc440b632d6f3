import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { knownUntil, type RecoveryPoint } from '../../../shared/domain/recovery-point.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { listPoints } from '../../operations/points/list-points.ts'
import { databaseCalled } from '../find-called.ts'
import { tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function brokenText({ broken }: RecoveryPoint): string {
  return broken === null ? '' : `needs ${broken.file ?? broken.backupId}, which is ${broken.because}`
}

function pointsTable(points: readonly RecoveryPoint[]): string {
  return tableOf(
    [
      { title: 'STATE AS OBSERVED AT', value: (point) => formatMoment(point.takenAt) },
      {
        title: 'UNCHANGED UNTIL',
        value: (point) => (point.unchangedUntil === null ? '-' : formatMoment(knownUntil(point))),
      },
      { title: 'STATE', value: (point) => point.state },
      { title: 'TYPE', value: (point) => point.type },
      { title: 'CHAIN', isNumber: true, value: (point) => String(point.chainLength) },
      { title: 'SIZE', isNumber: true, value: (point) => formatBytes(point.sourceBytes) },
      { title: 'BACKUP', value: (point) => point.backupId.slice(0, 8) },
      { title: 'BROKEN', value: brokenText },
    ],
    points,
  )
}

/** `points DATABASE`: the moments that it can be brought back to, oldest first. */
export function pointsCommand(
  terminal: Terminal,
  called: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, { ...options, isLooking: true }, 'points.list')
    const { databaseId, database } = databaseCalled(terminal, vault, called)
    const points = listPoints(session.operations, databaseId)
    answer(
      session,
      options,
      { database, points },
      () => pointsTable(points) || `${database} has no recovery point.\n`,
    )
    return exitStatus.done
  })
}
