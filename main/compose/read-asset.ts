import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'

/** The program's own folder: the sources run in `main`, what is built of them in `out/main`. */
function assetsFolder(): string {
  const beside = path.resolve(import.meta.dirname, '..', '..', 'assets')
  return existsSync(beside) ? beside : path.resolve(import.meta.dirname, '..', '..', '..', 'assets')
}

/** The text of a file that comes with the program, by its path in `assets/`. */
export function readAsset(relative: string): Promise<string> {
  return fs.readFile(path.join(assetsFolder(), ...relative.split('/')), 'utf8')
}
