import fs from 'node:fs'
import path from 'node:path'

/** Where the `electron` package keeps its binary, relative to its own folder, when it was fetched with the package's own tool. */
function packagedBinary(packageFolder: string): string | null {
  try {
    const inDist = fs.readFileSync(path.join(packageFolder, 'path.txt'), 'utf8').trim()
    return path.join(packageFolder, 'dist', inDist)
  } catch {
    return null
  }
}

/**
 * Where Electron's binary is, or null when it is not on this machine. Asks the places in the order in which `electron` itself does:
 * ELECTRON_EXEC_PATH, ELECTRON_OVERRIDE_DIST_PATH, the package. Trap: `require('electron')` would fetch the binary over the
 * network as a side effect, so the package is never loaded, only looked at.
 */
export function findElectron(projectFolder: string, env: NodeJS.ProcessEnv): string | null {
  const packageFolder = path.join(projectFolder, 'node_modules', 'electron')
  const overridden = env['ELECTRON_OVERRIDE_DIST_PATH']
  const candidates = [
    env['ELECTRON_EXEC_PATH'],
    overridden && path.join(overridden, process.platform === 'win32' ? 'electron.exe' : 'electron'),
    packagedBinary(packageFolder),
  ]
  return candidates.find((place) => typeof place === 'string' && place !== '' && fs.existsSync(place)) || null
}
