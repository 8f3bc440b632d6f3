import { connectReadOnly } from '../source/connect.ts'
import type { IntegrityReport } from './integrity-messages.ts'

/** More complaints than this say nothing new. */
const complaintLimit = 20

/** SQLite's own upper limit. */
const mapLimitBytes = 0x7fff0000

/** Whether SQLite says that bytes are wrong, and not that something it needs is not here. */
function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)
}

/** SQLite puts the complaints about one schema into one row, each on its own line, under a heading. */
function complaintsIn(rows: readonly { integrity_check: string }[]): readonly string[] {
  const lines = rows.flatMap((row) => row.integrity_check.split('\n'))
  const complaints = lines.filter((line) => line !== '' && !/^\*\*\* in database .* \*\*\*$/.test(line))
  if (lines.length === 1 && lines[0] === 'ok') return []
  return complaints.length === 0 ? lines : complaints
}

/** Makes SQLite's full integrity check of a file, in this thread, without giving way. */
export function runIntegrityCheck(file: string): IntegrityReport {
  try {
    const connection = connectReadOnly(file)
    try {
      // Twice as fast as reading; and nobody else can cut this file short under the map.
      connection.pragma(`mmap_size = ${mapLimitBytes}`)
      connection.pragma('cache_size = -65536')
      const rows = connection.pragma(`integrity_check(${complaintLimit})`) as { integrity_check: string }[]
      return { complaints: complaintsIn(rows) }
    } finally {
      connection.close()
    }
  } catch (error) {
    return {
      impossible: error instanceof Error ? error.message : 'SQLite gave no reason',
      isDamage: isDamage(error),
    }
  }
}
