import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Another process that has a database open. */
export interface Holder {
  readonly pid: number
  /** Asks it something; rejects with SQLite's code when SQLite refused it. */
  ask(message: 'end' | 'look' | 'insert'): Promise<unknown>
  stop(): Promise<void>
}

/** What `look` answers. */
export interface Looked {
  readonly tables: readonly string[]
  readonly integrity: string
}

/** Starts a process that opens the database and stays: idle, in a read transaction, or in a write transaction. */
export async function holdOpen(file: string, mode: 'idle' | 'read' | 'write'): Promise<Holder> {
  const child = fork(new URL('./holder.ts', import.meta.url), [file, mode], { stdio: 'ignore' })
  const next = async (): Promise<unknown> => {
    const [message] = (await once(child, 'message')) as [{ value?: unknown; error?: string }]
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
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
