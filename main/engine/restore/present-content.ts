import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { takeBackup } from '../backup/take-backup.ts'
import type { BackupOutcome, BackupRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { probeContent } from '../target/probe-content.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'

/** How the target's present content is kept. */
export type KeptContent =
  /** There is none. */
  | { readonly kind: 'nothing' }
  /** The safety backup holds it, page for page. */
  | { readonly kind: 'backup'; readonly backup: BackupRecord }
  /** No backup could or should be made of it: it stays beside the target under another name. */
  | {
      readonly kind: 'set_aside'
      /** Whether SQLite can read it. What it can't is left exactly as it is: SQLite would discard a log it finds broken. */
      readonly isReadable: boolean
    }

/** Faults that say the content is no readable database: nothing a backup could be made of, now or later. */
const unreadable: readonly Fault['code'][] = ['SOURCE_DAMAGED', 'SOURCE_NOT_SQLITE', 'SOURCE_EMPTY']

/** The cause in the words of its own fault, which end with a full stop where this sentence goes on. */
function refusal(path: string, fault: Fault, cause?: unknown): FaultError {
  const because = `${faultText(fault).message.replace(/\.$/, '')} (${fault.code})`
  return new FaultError({ code: 'SAFETY_BACKUP_FAILED', path, because }, { cause })
}

/** A database that is damaged inside still counts as kept when its bytes were stored and read back right. */
function keptBy(outcome: BackupOutcome, target: ResolvedTarget): KeptContent {
  if (outcome.kind === 'no_changes_required') return { kind: 'set_aside', isReadable: true }
  const { file, validation } = outcome.backup
  const { checks } = validation
  if (checks.checksum_match.status === 'failed' || checks.file_accessibility.status === 'failed') {
    const failed = (['file_accessibility', 'checksum_match'] as const).filter(
      (name) => checks[name].status === 'failed',
    )
    const detail = failed.map((name) => `${name}: ${checks[name].detail}`).join('; ')
    throw refusal(target.path, { code: 'VALIDATION_FAILED', file, checks: failed, detail })
  }
  return { kind: 'backup', backup: outcome.backup }
}

function judgeFailure(error: unknown, target: ResolvedTarget, run: RunContext): KeptContent {
  run.signal.throwIfAborted()
  const fault = faultOf(error)
  if (fault === undefined) throw error
  if (unreadable.includes(fault.code)) return { kind: 'set_aside', isReadable: false }
  throw refusal(target.path, fault, error)
}

/**
 * Backs the target's present content up, or says that it must be set aside: when no safety backup was ordered, or when
 * the content turns out to be no readable database. Throws SAFETY_BACKUP_FAILED when a readable database could not be
 * kept; the target is untouched.
 */
export async function keepPresentContent(
  ports: Ports,
  order: BackupRequest | null,
  target: ResolvedTarget,
  run: RunContext,
): Promise<KeptContent> {
  if (target.facts === null) return { kind: 'nothing' }
  const { content } = await probeContent(ports, target)
  // A backup would keep the pages of a damaged one, and not what its log may still hold.
  if (order === null || content !== 'database')
    return { kind: 'set_aside', isReadable: content === 'database' }
  try {
    const outcome = await takeBackup(
      ports,
      { ...order, sourcePath: target.path },
      {
        signal: run.signal,
        onProgress: (progress) => run.onProgress({ ...progress, step: `safety backup: ${progress.step}` }),
      },
    )
    return keptBy(outcome, target)
  } catch (error) {
    return judgeFailure(error, target, run)
  }
}
