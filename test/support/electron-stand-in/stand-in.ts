/** What the application showed outside of its pages, and what tests can decide for it. Reached through Playwright's `app.evaluate`. */
export const standIn = {
  trays: [] as { image: string; toolTip: string; menu: MenuTemplate; click(): void }[],
  notifications: [] as ShownNotification[],
  applicationMenu: [] as MenuTemplate,
  revealed: [] as string[],
  errorBoxes: [] as string[],
  /** Answers of the next dialogs, first come, first served; none: dismissed. */
  dialogAnswers: [] as string[][],
  dialogsAsked: [] as object[],
  permissions: {} as Record<string, ((...args: never[]) => unknown) | null>,
  /** Set by a test that wants a page to be somewhere else than the application allows. */
  allowsNavigation: false,
}

/** The entries of a menu, as the application wrote them. */
export type MenuTemplate = readonly {
  readonly label?: string
  readonly enabled?: boolean
  readonly type?: string
  readonly role?: string
  readonly submenu?: MenuTemplate
  click?(): void
}[]

/** A notification as it was shown. */
export interface ShownNotification {
  readonly title: string
  readonly body: string
  isClosed: boolean
  click(): void
}
