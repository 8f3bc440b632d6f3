import { createHash } from 'node:crypto'
import path from 'node:path'

import { chainIdsOf } from '../../../shared/domain/backup-record.ts'
import {
  drillLevels,
  verdictOf,
  type DrillLevel,
  type LevelOutcome,
} from '../../../shared/domain/drills/drill.ts'
import type { AssertionOutcome } from '../../../shared/domain/drills/assertion.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { RestoreOutcome, RunContext } from '../engine-types.ts'
import { FrameError } from '../image/frame-codec.ts'
import { openReader, type ImageReader } from '../image/image-reader.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Manifest } from '../image/manifest.ts'
import { openStored, readingStored } from '../image/stored-file.ts'
import type { Ports } from '../ports/ports.ts'
import { restoreDatabase } from '../restore/restore-database.ts'
import { elapsedMs } from '../verify/check-outcome.ts'
import { damageText, isDamage, lookAtFiles } from '../verify/file-checks.ts'
import { openForChecks } from '../verify/open-for-checks.ts'
import { beginReading } from '../vault/backup-readers.ts'
import { manifestOf } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { refuseSetAside } from '../vault/refuse-set-aside.ts'
import {
  askAssertions,
  checkBySqlite,
  compareContent,
  judgeAssertions,
  type Finding,
} from './check-restored.ts'
import type { DrillOutcome, DrillRequest } from './drill-types.ts'

interface Drill {
  readonly ports: Ports
  readonly request: DrillRequest
  readonly run: RunContext
}

/** What a drill came to know, level by level. */
interface Known {
  readonly levels: LevelOutcome[]
  restored: RestoreOutcome | null
  assertions: readonly AssertionOutcome[]
}

/** Ends a drill: nothing that follows a level can be shown without it. */
class LevelEnded extends Error {}

/** What keeps a drill from being made and is not the backup's fault: no room, no key, something else in the way. */
function findingOf(fault: Fault): Finding {
  const status = isDamage(fault) || fault.code === 'RESTORE_PROOF_FAILED' ? 'failed' : 'inconclusive'
  // It ends sentences of others.
  const detail = (isDamage(fault) ? damageText(fault) : faultText(fault).message).replace(/\.$/, '')
  return { status, detail }
}

/** One level: its finding, timed. One that is not passed ends the drill. */
async function atLevel(
  { ports }: Drill,
  { levels }: Known,
  level: DrillLevel,
  work: () => Promise<Finding>,
): Promise<void> {
  const sinceMs = ports.clock.monotonicMs()
  let found: Finding
  try {
    found = await work()
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined || fault.code.startsWith('JOB_')) throw error
    found = findingOf(fault)
  }
  const { status, detail } = found
  levels.push({ level, status, detail, durationMs: elapsedMs(ports, sinceMs) })
  if (status === 'failed' || (status === 'inconclusive' && level < 'D4')) throw new LevelEnded()
}

async function findFiles({ ports, request }: Drill, manifest: Manifest): Promise<Finding> {
  const { bytes, fault } = await lookAtFiles(ports, request.vault, manifest)
  if (fault !== null) return { status: 'failed', detail: damageText(fault) }
  const backups = countOf(manifest.record.needs.length + 1, 'backup')
  const detail = `manifest, page index and payload of ${backups}, ${countOf(bytes, 'byte')}`
  return { status: 'passed', detail }
}

const chunkBytes = 4 << 20

async function sha256Of({ ports, request, run }: Drill, file: string, sizeBytes: number): Promise<string> {
  const open = await openStored(ports, { folder: request.vault.folder, file }, sizeBytes)
  try {
    const digest = createHash('sha256')
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, sizeBytes)))
    for (let at = 0; at < sizeBytes;) {
      run.signal.throwIfAborted()
      const length = await readingStored(file, () => open.read(chunk, at))
      if (length === 0) break
      digest.update(chunk.subarray(0, length))
      at += length
      run.onProgress({ step: 'reading stored bytes', doneBytes: at, totalBytes: sizeBytes })
    }
    return digest.digest('hex')
  } finally {
    await open.close()
  }
}

async function hashStored(drill: Drill, manifest: Manifest): Promise<Finding> {
  const { ports, request } = drill
  const chain = [manifest]
  for (const { file } of manifest.record.needs)
    chain.push(await loadManifest(ports, request.vault, manifestOf(file)))
  for (const { record } of chain) {
    const found = await sha256Of(drill, record.file, record.sizeBytes)
    if (found === record.sha256) continue
    const detail = `${record.file}: the stored bytes have SHA-256 ${found} and not ${record.sha256}`
    return { status: 'failed', detail }
  }
  return { status: 'passed', detail: `stored bytes of ${countOf(chain.length, 'backup')} as recorded` }
}

/** The file that is restored to, in the drill's scratch folder. */
function targetOf({ request }: Drill): string {
  return path.join(request.scratchFolder, 'drilled.db')
}

async function restore({ ports, request, run }: Drill, target: string): Promise<RestoreOutcome> {
  const { vault, manifestFile, databaseId, database, lastValidation, threads } = request
  const order = { vault, manifestFile, databaseId, database, lastValidation, threads }
  const place = { targetPath: target, method: 'new_file', safetyBackup: null, expectedTarget: null } as const
  return restoreDatabase(ports, { ...order, ...place, lockWaitMs: 0 }, run)
}

/**
 * D2 and D3 are one pass: a frame that does not decode, or a page index that does not, fails D2, a page or a root that is another one, D3.
 * What SQLite or the content's comparison finds in the restored file is D4's and D5's to say again.
 */
async function restoreTimed(drill: Drill, known: Known, manifest: Manifest): Promise<ImageReader> {
  const { ports, request } = drill
  const { record } = manifest
  const sinceMs = ports.clock.monotonicMs()
  let level: 'D2' | 'D3' = 'D2'
  try {
    const reader = await openReader(ports, request.vault, manifest)
    if (record.sourceBytes > request.scratchLimitBytes) {
      known.levels.push({
        level: 'D2',
        status: 'inconclusive',
        detail: tooLarge(drill, manifest),
        durationMs: 0,
      })
      throw new LevelEnded()
    }
    level = 'D3'
    known.restored = await restore(drill, targetOf(drill))
    const durationMs = elapsedMs(ports, sinceMs)
    known.levels.push({ level: 'D2', status: 'passed', detail: 'every frame decodes', durationMs })
    const detail = `restored, ${countOf(known.restored.bytes, 'byte')}; root ${known.restored.root}`
    known.levels.push({ level: 'D3', status: 'passed', detail, durationMs })
    return reader
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined || fault.code.startsWith('JOB_')) throw error
    const found = findingOf(fault)
    // What kept the restore from being made may have kept it from reading a single frame.
    const isUndone = found.status === 'inconclusive'
    if (isUndone || (error instanceof Error && error.cause instanceof FrameError)) level = 'D2'
    if (level === 'D3')
      known.levels.push({ level: 'D2', status: 'passed', detail: 'every frame decodes', durationMs: 0 })
    known.levels.push({ level, ...found, durationMs: elapsedMs(ports, sinceMs) })
    throw new LevelEnded()
  }
}

function tooLarge({ request }: Drill, { record }: Manifest): string {
  return `its image has ${countOf(record.sourceBytes, 'byte')}, more than the ${countOf(request.scratchLimitBytes, 'byte')} that drills may take`
}

/** Null where it can't be read: that is D0's finding. Throws BACKUP_SET_ASIDE where a clean-up has taken it away. */
async function findManifest({ ports, request }: Drill, known: Known): Promise<Manifest | null> {
  const { vault, manifestFile } = request
  try {
    return await loadManifest(ports, vault, manifestFile)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    if (fault.code === 'BACKUP_FILE_MISSING') await refuseSetAside(ports, vault, manifestFile)
    known.levels.push({ level: 'D0', ...findingOf(fault), durationMs: 0 })
    return null
  }
}

async function drillLevelsOf(drill: Drill, known: Known, manifest: Manifest): Promise<void> {
  const { request, run } = drill
  await atLevel(drill, known, 'D0', () => findFiles(drill, manifest))
  await atLevel(drill, known, 'D1', () => hashStored(drill, manifest))
  const reader = await restoreTimed(drill, known, manifest)
  const target = targetOf(drill)
  run.onProgress({
    step: 'checking',
    doneBytes: reader.record.sourceBytes,
    totalBytes: reader.record.sourceBytes,
  })
  await atLevel(drill, known, 'D4', () => checkBySqlite(target, reader, request.threads, run.signal))
  await atLevel(drill, known, 'D5', async () => {
    const connection = openForChecks(target)
    try {
      return await compareContent(connection, reader, run.signal)
    } finally {
      connection.close()
    }
  })
  await atLevel(drill, known, 'D6', async () => {
    known.assertions = askAssertions(target, request.assertions)
    return judgeAssertions(known.assertions, request.assertionsUnread ?? null)
  })
  const { durationMs = 0, bytes = 0 } = known.restored ?? {}
  known.levels.push({
    level: 'D7',
    status: 'passed',
    detail: `restored ${countOf(bytes, 'byte')} in ${durationMs} ms`,
    durationMs: 0,
  })
}

function withNotMade(levels: readonly LevelOutcome[]): readonly LevelOutcome[] {
  const done = new Set(levels.map(({ level }) => level))
  const last = levels.at(-1)?.level ?? 'D0'
  const rest = drillLevels.filter((level) => !done.has(level))
  return [
    ...levels,
    ...rest.map((level): LevelOutcome => ({
      level,
      status: 'not_made',
      detail: `not made: see ${last}`,
      durationMs: 0,
    })),
  ]
}

/** While the drill gets on, nobody removes what it reads. */
async function drillReading(drill: Drill, known: Known, manifest: Manifest): Promise<void> {
  const { ports, request, run } = drill
  const { folder } = request.vault
  const reading = await beginReading(ports, folder, 'drill', chainIdsOf(manifest.record))
  const onProgress: RunContext['onProgress'] = (progress) => {
    reading.renew()
    run.onProgress(progress)
  }
  try {
    // Between the manifest and the lease nothing kept a clean-up away.
    await refuseSetAside(ports, request.vault, request.manifestFile)
    await ports.files.makeFolder(request.scratchFolder)
    await drillLevelsOf({ ports, request, run: { signal: run.signal, onProgress } }, known, manifest)
  } catch (error) {
    if (!(error instanceof LevelEnded)) throw error
  } finally {
    await ports.files.removeFolder(request.scratchFolder)
    await reading.end()
  }
}

/**
 * Drills a backup: brings it back to a scratch place as a restore would, and proves it level by level. What is wrong is an outcome. Throws
 * VAULT_MISSING and the other faults of a vault that is not there, BACKUP_SET_ASIDE, BACKUP_IN_USE (it is being removed), and the signal's
 * reason.
 */
export async function drillBackup(
  ports: Ports,
  request: DrillRequest,
  run: RunContext,
): Promise<DrillOutcome> {
  const sinceMs = ports.clock.monotonicMs()
  const drill: Drill = { ports, request, run }
  const known: Known = { levels: [], restored: null, assertions: [] }
  await confirmVault(ports, request.vault)
  const manifest = await findManifest(drill, known)
  if (manifest !== null) await drillReading(drill, known, manifest)
  const levels = withNotMade(known.levels)
  return {
    verdict: verdictOf(levels),
    levels,
    assertions: known.assertions,
    restoreMs: known.restored?.durationMs ?? null,
    bytes: known.restored?.bytes ?? null,
    drilledAt: new Date(ports.clock.now()).toISOString(),
    durationMs: elapsedMs(ports, sinceMs),
  }
}
