import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const timeLimitMs = 10_000

/** Null where `id` fails: who is named by a group has no role by it then, which is the safe side. */
async function printed(options: string): Promise<string | null> {
  return run('id', [options], { timeout: timeLimitMs }).then(
    ({ stdout }) => stdout,
    () => null,
  )
}

async function askGroups(): Promise<readonly string[]> {
  // Windows has no `id`, and its groups are none of these.
  if (process.platform === 'win32') return []
  // Only GNU's separates them so that a name may hold a space, as those of a domain do.
  const names = (await printed('-Gnz')) ?? (await printed('-Gn'))?.replaceAll(/\s/g, '\0') ?? ''
  return names.split('\0').filter((name) => name !== '')
}

/** The names of the groups of the user that this process runs as, asked of the system when it is first called. */
export function groupsOfProcess(): () => Promise<readonly string[]> {
  let asked: Promise<readonly string[]> | null = null
  return () => (asked ??= askGroups())
}
