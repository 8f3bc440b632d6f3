import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { tempFolder } from '../../support/temp-folder.ts'

const place = fileURLToPath(new URL('../../../main/compose/take-file-threads.ts', import.meta.url))

/** Opens what nobody writes to, as often as a mount that hangs is asked, and then looks at its own folder. */
function script(pipes: readonly string[], takes: boolean): string {
  return `
    import { open, stat } from 'node:fs/promises'
    const { takeFileThreads } = await import(${JSON.stringify(place)})
    if (${takes}) await takeFileThreads(process.env)
    for (const pipe of ${JSON.stringify(pipes)}) void open(pipe, 'r')
    setTimeout(() => console.log('nothing answers'), 1000)
    await stat('.')
    console.log('answers', process.env.UV_THREADPOOL_SIZE ?? 'inherits nothing')
  `
}

it.skipIf(process.platform === 'win32').each([
  [true, 'answers inherits nothing\n'],
  [false, 'nothing answers\n'],
])('what hangs leaves threads for other files where they were taken: %s', async (takes, said) => {
  const folder = tempFolder('threads')
  const pipes = [1, 2, 3, 4, 5, 6].map((n) => path.join(folder, `pipe ${n}`))
  execFileSync('mkfifo', pipes)
  const env = { ...process.env }
  delete env['UV_THREADPOOL_SIZE']
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script(pipes, takes)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  // It can't end by itself.
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(first.toString()).toBe(said)
})
