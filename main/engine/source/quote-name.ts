/** A schema name as SQL: in double quotes, each of its own doubled. Any name is safe so. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
