import { spawn } from 'node:child_process'

import { hasDisplay } from './has-display.ts'

/** The system's own way to open an address. */
function openerOf(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]]
  // `start` is a word of the shell, which would cut the address at an `&`; this is what it calls.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return ['xdg-open', [url]]
}

/**
 * Opens the user's browser at an address where there is one. Resolves with whether something took it; never rejects.
 * Process lists show the address: its ticket is for one use, and the browser uses it at once.
 */
export function openBrowser(
  url: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (!hasDisplay(env, platform)) return Promise.resolve(false)
  const [command, args] = openerOf(platform, url)
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: 'ignore', detached: true, env })
    child.once('error', () => resolve(false))
    child.once('exit', (exitCode) => resolve(exitCode === 0))
    // Some openers stay as long as the browser does: then it took it.
    setTimeout(() => resolve(true), 3000).unref()
    child.unref()
  })
}
