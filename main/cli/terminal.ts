import path from 'node:path'

/** Where a command's words go, and where it was called. */
export interface Terminal {
  /** The answer. */
  out(text: string): void
  /** A part of an answer of any length; resolves when there is room for the next one. */
  outAll(text: string): Promise<void>
  /** Progress and errors. */
  err(text: string): void
  readonly isOutTty: boolean
  readonly isErrTty: boolean
  /** Whether a person can be asked: input and the place of the question are a terminal. */
  readonly canAsk: boolean
  readonly columns: number
  readonly env: NodeJS.ProcessEnv
  /** Absolute path that relative ones count from. */
  readonly baseFolder: string
}

/**
 * The folder that relative paths count from. `npm run` goes to the checkout first and leaves the caller's folder in INIT_CWD; that
 * variable also reaches programs that a script starts elsewhere, so it counts only where npm has just put this process.
 */
export function baseFolderOf(env: NodeJS.ProcessEnv, cwd: string, packageFolder: string): string {
  const called = env['INIT_CWD']
  const isNpmRun =
    env['npm_lifecycle_event'] !== undefined && path.resolve(cwd) === path.resolve(packageFolder)
  return isNpmRun && called !== undefined && path.isAbsolute(called) ? called : cwd
}

/** The checkout's or installation's folder: two above this file, three where it is compiled into `out`. */
export function packageFolder(): string {
  const above = path.resolve(import.meta.dirname, '..', '..')
  return path.basename(above) === 'out' ? path.dirname(above) : above
}

/** The terminal of this process. A reader that goes away (`| head`) is no error. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return {
    out: (text) => void process.stdout.write(text),
    outAll: (text) => new Promise((resolve) => void process.stdout.write(text, () => resolve())),
    err: (text) => void process.stderr.write(text),
    isOutTty: process.stdout.isTTY,
    isErrTty: process.stderr.isTTY,
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    columns: process.stderr.columns,
    env: process.env,
    baseFolder: baseFolderOf(process.env, process.cwd(), packageFolder()),
  }
}
