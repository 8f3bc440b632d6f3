/**
 * Joins terms by an operator that may be grouped at will (OR, AND, ||), in a balanced tree: SQLite refuses expressions deeper than
 * 1,000, and a table may have 2,000 columns. `whenNone` stands for no terms.
 */
export function joinBalanced(terms: readonly string[], operator: string, whenNone: string): string {
  if (terms.length === 0) return whenNone
  if (terms.length <= 8) return terms.length === 1 ? terms[0]! : `(${terms.join(` ${operator} `)})`
  const half = terms.length >> 1
  const left = joinBalanced(terms.slice(0, half), operator, whenNone)
  const right = joinBalanced(terms.slice(half), operator, whenNone)
  return `(${left} ${operator} ${right})`
}

/** Letters of ASCII without case, as SQLite compares names. */
export function foldName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
