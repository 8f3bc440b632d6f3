/** `3.45.1` for 3045001. */
export function versionText(number: number): string {
  return `${Math.floor(number / 1_000_000)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`
}

/**
 * Whether a version has the WAL-reset defect: 3.7.0 to 3.51.2, corrected in 3.51.3 (SQLite's release log). That 3.44.6 and 3.50.7
 * took the correction in is told by projects that gate on it; SQLite's own page (wal.html) was not at hand to confirm it.
 */
export function hasWalResetDefect(version: number): boolean {
  if (version < 3_007_000 || version > 3_051_002) return false
  const patched =
    (version >= 3_044_006 && version < 3_045_000) || (version >= 3_050_007 && version < 3_051_000)
  return !patched
}

/** What an administrator may want to know of the program that writes a database; null when there is nothing to say. */
export function writerRemark(header: {
  readonly usesWal: boolean
  readonly writerVersion: number
}): string | null {
  if (!header.usesWal || !hasWalResetDefect(header.writerVersion)) return null
  return (
    `Last written by SQLite ${versionText(header.writerVersion)} in WAL mode. SQLite 3.7.0 to 3.51.2 can in rare cases ` +
    'damage a database when a checkpoint and a reset of the log coincide; 3.51.3 corrects it.'
  )
}
