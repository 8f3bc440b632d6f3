import fs from 'node:fs/promises'

/** What hangs in a vault holds a thread each: the scheduler, the monitor, the watches, jobs of the window. */
const threads = 16

/**
 * Has this process ask file systems with more threads than Node’s four, which one mount that hangs would all take: the rest, the home folder
 * and its messages, goes on. Only before the first file is asked for; nothing that this process starts inherits it.
 */
export async function takeFileThreads(env: NodeJS.ProcessEnv): Promise<void> {
  const given = env['UV_THREADPOOL_SIZE']
  if (given !== undefined) return
  env['UV_THREADPOOL_SIZE'] = String(threads)
  await fs.stat('/').catch(() => undefined)
  delete env['UV_THREADPOOL_SIZE']
}
