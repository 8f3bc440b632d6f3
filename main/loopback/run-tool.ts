import { spawn } from 'node:child_process'

/** How a tool ended, and the end of what it printed. */
export interface ToolResult {
  readonly isDone: boolean
  /** The last lines of its output, for a person. */
  readonly said: string
}

/**
 * Runs a JavaScript tool of the project with this Node, quietly, and kills it after the deadline or when the signal is aborted.
 * Never rejects.
 */
export function runTool(
  script: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<ToolResult> {
  return new Promise((resolve) => {
    let said = ''
    const child = spawn(process.execPath, [script, ...args], {
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.deadlineMs,
      killSignal: 'SIGKILL',
      signal: options.signal,
      windowsHide: true,
    })
    const keep = (bytes: Buffer): void => void (said = (said + bytes.toString('utf8')).slice(-2000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', () => resolve({ isDone: false, said }))
    child.once('close', (exitCode) => resolve({ isDone: exitCode === 0, said: said.trimEnd() }))
  })
}
