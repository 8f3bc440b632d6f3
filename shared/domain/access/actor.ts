/** The way that somebody works with Holdfast by. */
export const actingBy = ['window', 'browser', 'command_line', 'agent'] as const
export type ActingBy = (typeof actingBy)[number]

/** Who acts: the operating system's user that this process runs as. Nobody tells it; it is asked of the system. */
export interface Actor {
  readonly user: string
  /** Null where the system has no numbers for users (Windows). */
  readonly uid: number | null
  readonly machine: string
  readonly by: ActingBy
}
