import { faultOf } from '../../../shared/domain/fault.ts'
import type { BackupRequest } from '../engine-types.ts'
import { openImage, type ImageReader } from '../image/image-reader.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { isSameObservation, observeSource, type SourceObservation } from '../source/observe-source.ts'
import { damageOf, damageText, lookAtFiles, type Damage } from '../verify/file-checks.ts'

/** What a change can be stored against, or why there is nothing. */
export type FoundBase =
  | { readonly reader: ImageReader }
  /** `damage`: what is wrong with one of its files, where that is why. */
  | { readonly because: string; readonly damage?: Damage }

/** A base that is not built on, for one of its files is wrong. */
export function damagedBase(damage: Damage): FoundBase {
  return { because: damageText(damage), damage }
}

/** Types that store only what changed. */
export function isOfChanges({ type }: Pick<BackupRequest, 'type'>): boolean {
  return type === 'incremental' || type === 'differential'
}

/**
 * Opens what an increment or differential is stored against, and looks whether every file of its chain is there: what stands on
 * a chain that is broken could not be restored. Throws KEY_NEEDED, MANIFEST_TOO_NEW.
 */
export async function openBase(ports: Ports, { vault, base, type }: BackupRequest): Promise<FoundBase> {
  if (base === null || base === undefined) {
    const what = type === 'differential' ? 'full backup' : 'backup'
    return { because: `no ${what} that is whole was there to build on` }
  }
  try {
    const reader = await openImage(ports, vault, base.manifestFile)
    const { fault } = await lookAtFiles(ports, vault, reader.owners[0].manifest)
    return fault === null ? { reader } : damagedBase(fault)
  } catch (error) {
    return damagedBase(damageOf(error))
  }
}

/** The remark of a full that was taken although only changes were asked for. */
export function fullInsteadRemark(type: string, because: string): string {
  return `A full backup was taken instead of ${type === 'incremental' ? 'an incremental' : 'a differential'} one: ${because}.`
}

async function isWhole(ports: Ports, { vault }: BackupRequest, manifestFile: string): Promise<boolean> {
  try {
    return (await lookAtFiles(ports, vault, await loadManifest(ports, vault, manifestFile))).fault === null
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return false
  }
}

/** That a database is as a backup has it. */
export interface Unchanged {
  /** The backup's id. */
  readonly unchangedSince: string
  /** When the database was looked at, UTC. */
  readonly observedAt: string
  /** What it looked like; null where it was written to meanwhile. */
  readonly observed: SourceObservation | null
}

/**
 * Whether the source looks as it did when it was last known to be as its newest backup has it, and that backup's files are
 * all there; null where that is not known. Reads a few hundred bytes, however large the database is.
 */
export async function looksUnchanged(ports: Ports, request: BackupRequest): Promise<Unchanged | null> {
  const { base, sourcePath } = request
  if (!isOfChanges(request) || base === null || base === undefined || base.observed === null) return null
  const nowMs = ports.clock.now()
  const observed = await observeSource(ports.files, sourcePath, nowMs)
  if (!isSameObservation(base.observed, observed)) return null
  if (!(await isWhole(ports, request, base.newest.manifestFile))) return null
  return { unchangedSince: base.newest.id, observedAt: new Date(nowMs).toISOString(), observed }
}
