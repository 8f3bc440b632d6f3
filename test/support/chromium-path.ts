import fs from 'node:fs'

/** The chromium that tests drive: HOLDFAST_CHROMIUM, else the system's. Throws when there is none. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  const candidates = [
    env['HOLDFAST_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const found = candidates.find((place) => place !== undefined && fs.existsSync(place))
  if (found === undefined) throw new Error('No chromium: install one, or name it in HOLDFAST_CHROMIUM.')
  return found
}

/** What chromium needs where tests run: its sandbox refuses root, and containers have little shared memory. */
export function chromiumArgs(): string[] {
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', '--disable-gpu']
}
