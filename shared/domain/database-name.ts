const allowed = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/** Whether a name can begin a file name on every system: letters, digits, `_ . -`, at most 100, a letter or digit first. */
export function isDatabaseName(name: string): boolean {
  return allowed.test(name) && !name.endsWith('.')
}

/** A name made from a file's name: its ending dropped, every other character turned into `_`. Never empty. */
export function nameFromFile(fileName: string): string {
  const stem = fileName.replace(/\.(db3?|sqlite3?|s3db|sl3)$/i, '')
  const name = stem
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[._]+$/, '')
    .slice(0, 80)
  return name === '' ? 'database' : name
}

/** The name, or the first of `name_2`, `name_3`… that is not taken (case is ignored). */
export function freeName(name: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((other) => other.toLowerCase()))
  if (!used.has(name.toLowerCase())) return name
  for (let n = 2; ; n += 1) {
    const candidate = `${name}_${n}`
    if (!used.has(candidate.toLowerCase())) return candidate
  }
}
