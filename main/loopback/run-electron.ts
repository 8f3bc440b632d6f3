import { spawn } from 'node:child_process'

/** A window that ends sooner than this with an error never opened: a library is missing, or the sandbox is refused. Milliseconds. */
const openedAfterMs = 8000

/** How the desktop program ended. */
export type ElectronEnd =
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'never_opened'; readonly why: string }

/** Runs the desktop program until it ends; when the signal is aborted it is told to quit. Never rejects. */
export function runElectron(
  binary: string,
  projectFolder: string,
  signal: AbortSignal,
): Promise<ElectronEnd> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const child = spawn(binary, [projectFolder], { stdio: 'inherit', cwd: projectFolder })
    const quit = (): void => void child.kill('SIGTERM')
    signal.addEventListener('abort', quit, { once: true })
    child.once('error', (error) => resolve({ kind: 'never_opened', why: error.message }))
    child.once('exit', (exitCode, endSignal) => {
      signal.removeEventListener('abort', quit)
      const isEarly = performance.now() - startedAt < openedAfterMs
      if (isEarly && !signal.aborted && exitCode !== 0) {
        resolve({ kind: 'never_opened', why: endSignal ?? `exit code ${exitCode}` })
      } else resolve({ kind: 'ended', exitCode: exitCode ?? 1 })
    })
  })
}
