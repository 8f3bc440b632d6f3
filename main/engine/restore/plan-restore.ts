import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { RestoreMethod, RestorePlan, TargetState } from '../../../shared/domain/restore-plan.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseTargetInVault, resolveInNewFolder, resolveTarget } from '../target/resolve-target.ts'
import { neededBytesFor, refuseIfFull } from './check-target.ts'
import { planWarnings } from './plan-warnings.ts'

/** What a plan is made from. */
export interface PlanInput {
  readonly databaseId: string
  readonly database: string
  /** The backups that are read, the full first; the last is the recovery point. */
  readonly chain: readonly BackupRecord[]
  readonly target: TargetState
  /** The target's folder is made before it is written; false when left out: it has to be there. */
  readonly makesFolder?: boolean
  readonly vaultFolder: string
  /**
   * The registered database's own path, or null where it has none on this machine. Another file at the target gets no
   * safety backup (it would become this database's newest backup): it is set aside.
   */
  readonly databasePath: string | null
  /** Image bytes a second of earlier restores, measured from order to end; null: none was measured. */
  readonly measuredBytesPerSecond: number | null
  /** The wall clock, UTC milliseconds. */
  readonly nowMs: number
}

/** How this target is to be replaced. Only a readable database can be written through SQLite. */
function chooseMethod(target: TargetState): RestoreMethod {
  if (!target.exists) return 'new_file'
  const isOpen = target.isLocked || (target.openedBy !== null && target.openedBy.length > 0)
  return isOpen && target.content === 'database' ? 'in_place' : 'swap'
}

async function isOwnFile(ports: Ports, input: PlanInput): Promise<boolean> {
  if (input.databasePath === null) return false
  const own = await ports.files.stat(input.databasePath).catch(() => null)
  const there = await ports.files.stat(input.target.path)
  return own !== null && own.inode === there?.inode && own.device === there.device
}

/**
 * What a restore would do, for the administrator to approve. Reads facts and writes nothing.
 * Throws TARGET_IN_VAULT, TARGET_FULL and the faults of `inspectTarget`.
 */
export async function planRestore(ports: Ports, input: PlanInput): Promise<RestorePlan> {
  const { target, chain, measuredBytesPerSecond } = input
  const point = chain.at(-1)
  if (point === undefined) throw new FaultError({ code: 'NO_BACKUP', database: input.database })
  const resolved = await (input.makesFolder === true ? resolveInNewFolder : resolveTarget)(ports, target.path)
  await refuseTargetInVault(ports, resolved, input.vaultFolder)
  const method = chooseMethod(target)
  const freeBytes = await refuseIfFull(ports, resolved, neededBytesFor(method, point))
  const takesSafetyBackup = target.content === 'database' && (await isOwnFile(ports, input))
  const expectedMs =
    measuredBytesPerSecond === null || measuredBytesPerSecond <= 0
      ? null
      : Math.ceil((point.sourceBytes / measuredBytesPerSecond) * 1000)
  return {
    databaseId: input.databaseId,
    database: input.database,
    target,
    chain,
    askedFor: null,
    bytesToRead: chain.reduce((sum, backup) => sum + backup.sizeBytes, 0),
    bytesToWrite: point.sourceBytes * (method === 'in_place' ? 2 : 1),
    freeBytes,
    expectedMs,
    lossMs: Math.max(0, input.nowMs - Date.parse(point.takenAt)),
    method,
    takesSafetyBackup,
    warnings: planWarnings({ point, target, method, takesSafetyBackup, nowMs: input.nowMs }),
  }
}
