const plain = /^[\w@%+=:,./-]+$/

/** Words as a POSIX shell reads them back: what it would take for anything else is quoted. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
}
