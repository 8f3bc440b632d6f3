import type { AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import type {
  AuditFinding,
  AuditMarkSource,
  AuditReport,
  UnfinishedAct,
} from '../../../shared/domain/audit/audit-report.ts'
import type { Ports } from '../ports/ports.ts'
import type { VaultAccess } from '../engine-types.ts'
import { auditKeysOf, fingerprintOf } from './audit-keys.ts'
import { listSegments, segmentEntries, segmentOf } from './audit-segments.ts'
import { walkLog, type Oddity, type Walk, type WalkedEntry } from './walk-log.ts'

/** How far the log is known to have been, and what says so. */
export interface KnownMark extends AuditMark {
  readonly source: AuditMarkSource
}

const keptFindings = 100
const keptUnfinished = 100

/** A gap whose entries come later is another order; one that takes a file's first and all behind it is that file's. */
function kindOfGap({ seq, lastSeq }: Oddity, seqsAgain: ReadonlySet<number>): AuditFinding['kind'] {
  for (let one = seq; one <= lastSeq; one += 1) if (seqsAgain.has(one)) return 'reordered'
  const isWholeFile = segmentOf(seq).firstSeq === seq && lastSeq - seq + 1 >= segmentEntries
  return isWholeFile ? 'segment_missing' : 'removed'
}

function gapFinding(gap: Oddity, seqsAgain: ReadonlySet<number>): AuditFinding {
  const kind = kindOfGap(gap, seqsAgain)
  const { seq, lastSeq, file } = gap
  return { kind, seq, lastSeq, file: kind === 'segment_missing' ? segmentOf(seq).file : file, source: null }
}

function findingsOf({ oddities }: Walk): AuditFinding[] {
  const seqsAgain = new Set(oddities.filter(({ kind }) => kind === 'again').map(({ seq }) => seq))
  const gaps = oddities.filter(({ kind }) => kind === 'removed')
  const isOfGap = (seq: number): boolean => gaps.some((gap) => gap.seq <= seq && seq <= gap.lastSeq)
  return oddities.flatMap(({ kind, ...place }): AuditFinding[] => {
    if (kind === 'removed') return [gapFinding({ kind, ...place }, seqsAgain)]
    if (kind !== 'again') {
      // The same number a second time, proved: what was met first does not belong there.
      const isIntruder = kind === 'changed' && seqsAgain.has(place.seq)
      return [{ ...place, kind: isIntruder ? 'inserted' : kind, source: null }]
    }
    return isOfGap(place.seq) ? [] : [{ ...place, kind: 'inserted', source: null }]
  })
}

/** What marks from elsewhere say against a log that is whole by itself. */
function againstMarks(
  walk: Walk,
  marks: readonly KnownMark[],
  hashes: ReadonlyMap<number, string>,
): AuditFinding[] {
  const odd = marks
    .filter(({ entries, head }) => hashes.get(entries) !== head)
    .toSorted((one, other) => one.entries - other.entries)
  return odd.map(({ entries, source }) => {
    const { file } = segmentOf(Math.min(entries, walk.entries + 1))
    if (walk.entries === 0) return { kind: 'log_missing', seq: 1, lastSeq: entries, file, source }
    if (entries <= walk.entries) return { kind: 'replaced', seq: entries, lastSeq: entries, file, source }
    return { kind: 'cut_off', seq: walk.entries + 1, lastSeq: entries, file, source }
  })
}

/** What was asked for and has no result. */
class Unfinished {
  private readonly open = new Map<string, UnfinishedAct>()

  take({ entry }: WalkedEntry): void {
    const { kind, actId, act, seq, at, user, machine } = entry
    if (actId === null || act === null) return
    if (kind === 'intent' || kind === 'job_intent') this.open.set(actId, { seq, at, act, user, machine })
    if (kind === 'result' || kind === 'job_result') this.open.delete(actId)
  }

  get all(): readonly UnfinishedAct[] {
    return [...this.open.values()].toSorted((one, other) => other.seq - one.seq)
  }
}

/**
 * Looks through a vault's whole audit log: whether each entry is as it was written and in its place, and whether it is what `marks` say that
 * it was. Rejects with the system's errors.
 */
export async function verifyLog(
  ports: Ports,
  access: VaultAccess,
  marks: readonly KnownMark[],
): Promise<AuditReport> {
  const { folder, vaultId } = access
  const wanted = new Set(marks.map(({ entries }) => entries))
  const hashes = new Map<number, string>()
  const unfinished = new Unfinished()
  const times: { first: string | null; last: string | null } = { first: null, last: null }
  const keys = auditKeysOf(access)
  const segments = await listSegments(ports, folder)
  const walk = await walkLog(ports, folder, vaultId, segments, keys, (walked) => {
    const { seq, at } = walked.entry
    if (wanted.has(seq) && !hashes.has(seq)) hashes.set(seq, walked.hash)
    times.first ??= at
    times.last = at
    unfinished.take(walked)
  })
  const own = findingsOf(walk)
  const findings = [...own, ...againstMarks(walk, marks, hashes)]
  const count = (kind: AuditMarkSource['kind']): number =>
    marks.filter(({ source }) => source.kind === kind).length
  const isEmpty = walk.entries === 0 && !walk.isEndOpen
  return {
    vaultId,
    checkedAt: new Date(ports.clock.now()).toISOString(),
    verdict: findings.length > 0 ? 'tampered' : isEmpty ? 'empty' : 'whole',
    entries: walk.entries,
    head: walk.head,
    firstAt: times.first,
    lastAt: times.last,
    isKeyed: keys.length > 0,
    fingerprint: walk.firstPublicKey === null ? null : fingerprintOf(walk.firstPublicKey),
    findings: findings.slice(0, keptFindings),
    findingCount: findings.length,
    unfinished: unfinished.all.slice(0, keptUnfinished),
    unfinishedCount: unfinished.all.length,
    tornCount: walk.tornCount,
    isEndOpen: walk.isEndOpen,
    checkpoints: walk.checkpoints,
    marks: { manifests: count('manifest'), machine: count('machine') },
    elsewhere: [],
  }
}
