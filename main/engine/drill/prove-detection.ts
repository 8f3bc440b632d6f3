import path from 'node:path'

import { chainIdsOf } from '../../../shared/domain/backup-record.ts'
import {
  corruptionWords,
  levelThatShouldFind,
  partWords,
  type CorruptedPart,
  type CorruptionKind,
  type DetectionReport,
} from '../../../shared/domain/drills/detection.ts'
import { reasonOf } from '../../../shared/domain/drills/drill.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { refuseIfFull, writingScratch } from '../content/scratch-fault.ts'
import type { RunContext } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Manifest } from '../image/manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { elapsedMs } from '../verify/check-outcome.ts'
import { beginReading } from '../vault/backup-readers.ts'
import { inVault, manifestOf, pagesOf, vaultFolders, vaultPaths } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { refuseSetAside } from '../vault/refuse-set-aside.ts'
import { drillBackup } from './drill-backup.ts'
import type { DrillOutcome, DrillRequest } from './drill-types.ts'
import { plantCorruption } from './plant-corruption.ts'

/** One order to show that drills find what they are to find. */
export interface DetectionRequest extends Omit<DrillRequest, 'assertions' | 'assertionsUnread'> {
  readonly backupId: string
  readonly kind: CorruptionKind
  readonly part: CorruptedPart
  /** From 0 up to, not including, 1: where it is planted. */
  readonly chance: number
}

const chunkBytes = 4 << 20

interface Copying {
  readonly ports: Ports
  readonly run: RunContext
  readonly from: string
  readonly to: string
  readonly totalBytes: number
  doneBytes: number
}

async function copyFile(copying: Copying, relative: string): Promise<void> {
  const { ports, run, totalBytes } = copying
  const source = await ports.files.open(inVault(copying.from, relative), 'read')
  const target = await ports.files.open(inVault(copying.to, relative), 'create')
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    for (let at = 0; ;) {
      run.signal.throwIfAborted()
      const length = await source.read(chunk, at)
      if (length === 0) return
      await target.write(chunk.subarray(0, length), at)
      at += length
      copying.doneBytes += length
      run.onProgress({ step: 'copying', doneBytes: copying.doneBytes, totalBytes })
    }
  } finally {
    await source.close()
    await target.close()
  }
}

function filesOf({ record }: Manifest): readonly string[] {
  const payloads = [record.file, ...record.needs.map(({ file }) => file)]
  return payloads.flatMap((file) => [file, pagesOf(file), manifestOf(file)])
}

async function sizeOf(ports: Ports, folder: string, files: readonly string[]): Promise<number> {
  let sum = 0
  for (const file of files) sum += (await ports.files.stat(inVault(folder, file)))?.sizeBytes ?? 0
  return sum
}

function notShown(file: string, isPlanted: boolean, detail: string): FaultError {
  return new FaultError({ code: 'DETECTION_NOT_SHOWN', file, isPlanted, detail })
}

/** A vault of its own in the scratch place, with what the drill of one backup reads. */
async function copyChain(
  ports: Ports,
  request: DetectionRequest,
  manifest: Manifest,
  run: RunContext,
  copy: string,
): Promise<void> {
  const { folder } = request.vault
  const files = [vaultPaths.vaultFile, vaultPaths.vaultFileCopy, ...filesOf(manifest)]
  const totalBytes = await sizeOf(ports, folder, files)
  const neededBytes = totalBytes + manifest.record.sourceBytes
  if (neededBytes > request.scratchLimitBytes) {
    const detail = `a copy and its image take ${formatBytes(neededBytes)}, more than drills may take`
    throw notShown(manifest.record.file, false, detail)
  }
  await writingScratch(ports, copy, async () => {
    for (const relative of ['', ...vaultFolders]) await ports.files.makeFolder(inVault(copy, relative))
    await refuseIfFull(ports, copy, neededBytes)
    const copying: Copying = { ports, run, from: folder, to: copy, totalBytes, doneBytes: 0 }
    for (const file of files) {
      // The second copy of the vault file may be lost: a vault opens without it.
      if ((await ports.files.stat(inVault(folder, file))) !== null) await copyFile(copying, file)
    }
  })
}

async function copyWhileReading(
  ports: Ports,
  request: DetectionRequest,
  manifest: Manifest,
  run: RunContext,
  copy: string,
): Promise<void> {
  const { vault } = request
  const reading = await beginReading(ports, vault.folder, 'drill', chainIdsOf(manifest.record))
  const onProgress: RunContext['onProgress'] = (progress) => {
    reading.renew()
    run.onProgress(progress)
  }
  try {
    await refuseSetAside(ports, vault, request.manifestFile)
    await copyChain(ports, request, manifest, { signal: run.signal, onProgress }, copy)
  } finally {
    await reading.end()
  }
}

function drillCopy(
  ports: Ports,
  request: DetectionRequest,
  copy: string,
  run: RunContext,
): Promise<DrillOutcome> {
  const { backupId: _, kind: __, part: ___, chance: ____, ...order } = request
  const vault = { ...request.vault, folder: copy }
  const scratchFolder = path.join(request.scratchFolder, 'restored')
  return drillBackup(ports, { ...order, vault, scratchFolder, assertions: [] }, run)
}

function fileOfPart(payload: string, part: CorruptedPart): string {
  if (part === 'payload') return payload
  return part === 'pages' ? pagesOf(payload) : manifestOf(payload)
}

async function showOn(
  ports: Ports,
  request: DetectionRequest,
  manifest: Manifest,
  run: RunContext,
): Promise<DetectionReport> {
  const sinceMs = ports.clock.monotonicMs()
  const { kind, part, chance, database, backupId } = request
  const { file } = manifest.record
  const copy = path.join(request.scratchFolder, 'copy')
  await copyWhileReading(ports, request, manifest, run, copy)
  const before = await drillCopy(ports, request, copy, run)
  const early = reasonOf(before.levels)
  if (early !== null) throw notShown(file, false, `${early.level}: ${early.detail}`)
  const planted = fileOfPart(file, part)
  const atByte = await plantCorruption(ports, inVault(copy, planted), kind, chance)
  const after = await drillCopy(ports, request, copy, run)
  const found = reasonOf(after.levels)
  if (after.verdict !== 'failed' || found === null) {
    throw notShown(file, true, `in the ${partWords[part]} ${corruptionWords[kind]}`)
  }
  return {
    backupId,
    database,
    file,
    kind,
    part,
    planted,
    atByte,
    before: before.levels,
    after: after.levels,
    expectedAt: levelThatShouldFind(kind, part),
    foundAt: found.level,
    detail: found.detail,
    shownAt: new Date(ports.clock.now()).toISOString(),
    durationMs: elapsedMs(ports, sinceMs),
  }
}

/**
 * Shows that a drill finds a corruption: copies what the drill of a backup reads into the scratch place, drills the copy, corrupts it,
 * drills it again, and says which level found it. The vault is only read. Throws DETECTION_NOT_SHOWN where the copy is not fine to begin
 * with, or the corruption is not found; SCRATCH_FULL and SCRATCH_WRITE_FAILED, BACKUP_SET_ASIDE, BACKUP_IN_USE, the faults of a backup
 * that can't be read, and the signal's reason.
 */
export async function proveDetection(
  ports: Ports,
  request: DetectionRequest,
  run: RunContext,
): Promise<DetectionReport> {
  await confirmVault(ports, request.vault)
  const manifest = await loadManifest(ports, request.vault, request.manifestFile)
  try {
    return await showOn(ports, request, manifest, run)
  } finally {
    await ports.files.removeFolder(request.scratchFolder)
  }
}
