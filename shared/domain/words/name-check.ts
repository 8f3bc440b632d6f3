import type { CheckName } from '../validation.ts'

const words: Readonly<Record<CheckName, string>> = {
  file_accessibility: 'files accessible',
  database_readable: 'database readable',
  schema_integrity: 'schema intact',
  data_consistency: 'data consistent',
  checksum_match: 'checksums match',
}

/** One of the five checks, as a statement that holds when it passed: `checksums match`. */
export function nameCheck(check: CheckName): string {
  return words[check]
}
