import os from 'node:os'
import path from 'node:path'

/** Where Holdfast's own folder is by the environment: HOLDFAST_HOME, else the platform's place for an application's state. */
export function homePlace(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const given = env['HOLDFAST_HOME']
  if (given !== undefined && given !== '') return path.resolve(given)
  const user = os.homedir()
  if (platform === 'darwin') return path.join(user, 'Library', 'Application Support', 'Holdfast')
  if (platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? path.join(user, 'AppData', 'Local'), 'Holdfast')
  }
  // The XDG rules: a relative path there counts as not set.
  const state = env['XDG_STATE_HOME']
  const base = state !== undefined && path.isAbsolute(state) ? state : path.join(user, '.local', 'state')
  return path.join(base, 'holdfast')
}
