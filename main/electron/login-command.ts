import path from 'node:path'

import { homePlace } from '../compose/home-place.ts'

/** Starts the program without its window; its icon is in the tray. */
export const hiddenFlag = '--hidden'
const homeFlag = '--holdfast-home='

/** What a login starts: the program, what it is given before all else, and the environment that it runs in now. */
export interface LoginFacts {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/**
 * The command that starts this very program, hidden, in a session that does not have the environment of now: Holdfast's own folder is named
 * where the environment moved it.
 */
export function loginCommand({ program, args, env }: LoginFacts): readonly string[] {
  const home = homePlace(env)
  const isMoved = home !== homePlace({ ...env, HOLDFAST_HOME: undefined })
  return [program, ...args, hiddenFlag, ...(isMoved ? [`${homeFlag}${home}`] : [])]
}

/** Holdfast's own folder as a command line names it, absolute; null: it does not. */
export function homeInArguments(argv: readonly string[]): string | null {
  const given = argv.find((word) => word.startsWith(homeFlag))?.slice(homeFlag.length) ?? ''
  return given === '' ? null : path.resolve(given)
}
