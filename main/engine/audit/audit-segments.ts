import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from '../vault/layout.ts'
import { errnoOf } from '../vault/vault-faults.ts'

/** Entries in one file of a log. */
export const segmentEntries = 4096
/** Larger files are read no further: no log of ours has one. */
export const segmentLimitBytes = 1 << 30

const namePattern = /^AUDIT-(\d{8,15})\.jsonl$/

/** One file of a log. */
export interface AuditSegment {
  /** Relative to the vault. */
  readonly file: string
  /** As its name says. */
  readonly firstSeq: number
}

/** The file that an entry is in. */
export function segmentOf(seq: number): AuditSegment {
  const firstSeq = seq - ((seq - 1) % segmentEntries)
  return { firstSeq, file: `${vaultPaths.audit}/AUDIT-${String(firstSeq).padStart(8, '0')}.jsonl` }
}

/** The files of a log in its order; none where it has not begun. Rejects with the system's errors. */
export async function listSegments(ports: Ports, folder: string): Promise<readonly AuditSegment[]> {
  try {
    const names = await ports.files.list(inVault(folder, vaultPaths.audit))
    const segments = names.flatMap((name) => {
      const digits = namePattern.exec(name)?.[1]
      return digits === undefined ? [] : [{ file: `${vaultPaths.audit}/${name}`, firstSeq: Number(digits) }]
    })
    return segments.sort((one, other) => one.firstSeq - other.firstSeq)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return []
    throw error
  }
}
