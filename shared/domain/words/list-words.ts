/** Words in a row, the last joined with `and`; past `most` the rest is counted: `a, b and 3 more`. */
export function listWords(words: readonly string[], most = 4): string {
  if (words.length > most) return `${words.slice(0, most - 1).join(', ')} and ${words.length - most + 1} more`
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
