import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'

/** The browser host, started as `npm start` starts it. */
export interface BrowserProgram {
  /** The address with its ticket. */
  readonly url: string
  readonly process: ChildProcess
  /** Tells it to end, and waits until it has. Answers its exit code. */
  stop(): Promise<number | null>
}

/** Starts it, and waits for the address that it prints. Rejects with what it said when it ends before. */
export async function startBrowserProgram(
  projectFolder: string,
  env: NodeJS.ProcessEnv,
  more: readonly string[] = [],
): Promise<BrowserProgram> {
  const script = path.join(projectFolder, 'main', 'loopback', 'start.ts')
  const child = spawn(process.execPath, [script, '--browser', '--no-open', ...more], {
    env: { ...env, HOLDFAST_EXIT_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const url = await new Promise<string>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`
      const address = /^Holdfast: (\S+)$/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then((exitCode) => reject(new Error(`It ended (exit code ${exitCode}):\n${said}`)))
  })
  return {
    url,
    process: child,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}
