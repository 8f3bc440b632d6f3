import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

/** Another process that has a database open. */
export interface Holder {
  readonly pid: number
  /** Asks it something; rejects with SQLite's code when SQLite refused it. */
  ask(message: 'end' | 'look' | 'insert' | 'hammer'): Promise<unknown>
  stop(): Promise<void>
}

/** What `look` answers. */
export interface Looked {
  readonly tables: readonly string[]
  readonly integrity: string
}

/** Ends a process that may have ended already. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Starts a process that opens the database and stays: idle, in a read transaction, or in a write transaction. */
export async function holdOpen(file: string, mode: 'idle' | 'read' | 'write'): Promise<Holder> {
  const child = fork(new URL('./holder.ts', import.meta.url), [file, mode], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const died = once(child, 'exit').then(() => ({ error: 'the holder ended' }))
  const next = async (): Promise<unknown> => {
    const said = once(child, 'message').then(([message]) => message as { value?: unknown; error?: string })
    const message: { value?: unknown; error?: string } = await Promise.race([said, died])
    if (message.error !== undefined) throw new Error(message.error)
    return message.value
  }
  await next()
  return {
    pid: child.pid as number,
    ask(message) {
      const answer = next()
      child.send(message)
      return answer
    },
    stop: () => stopProcess(child),
  }
}

/** Starts a process that has the file's descriptor open and never reads it. */
export async function holdDescriptor(file: string): Promise<Holder> {
  const descriptor = openSync(file, 'r')
  const child = spawn('sleep', ['60'], { stdio: [descriptor, 'ignore', 'ignore'] })
  await once(child, 'spawn')
  closeSync(descriptor)
  return {
    pid: child.pid as number,
    ask: () => Promise.reject(new Error('it can only hold on')),
    stop: () => stopProcess(child),
  }
}
