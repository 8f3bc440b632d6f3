/** Something to show on the desktop. */
export interface DesktopNote {
  /** What it is about: a later one of the same subject takes its place. */
  readonly subject: string
  readonly title: string
  readonly body: string
  readonly isUrgent: boolean
  /** Where in the window a click leads. */
  readonly place: string
}

/** Shows something on the desktop; null: it did. Otherwise what the desktop said of why not, which may be empty. */
export type ShowNote = (note: DesktopNote) => Promise<string | null>

/** The subject of a failed backup of a database, whichever of the two ways it is told by first. */
export function failureSubject(databaseId: string): string {
  return `failure ${databaseId}`
}
