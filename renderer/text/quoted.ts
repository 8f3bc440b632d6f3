/** A name that a person chose, in quotation marks: it may hold commas, as 'Weekly, 8 weeks' does. */
export function quoted(name: string): string {
  return `“${name}”`
}
