import { fileURLToPath } from 'node:url'

import type { KitTools } from '../operations/kit/kit-tools.ts'
import { programVersion } from './program-version.ts'

/** Where this program's own parts of a recovery kit are: beside the sources, or in the package. */
export function kitPlaces(): Omit<KitTools, 'run'> {
  const root = import.meta.url.endsWith('.ts') ? '../../' : '../../../'
  const placeOf = (file: string): string => fileURLToPath(new URL(`${root}${file}`, import.meta.url))
  return {
    programVersion: programVersion(),
    scriptFile: placeOf('assets/kit/holdfast-restore.mjs'),
    formatFile: placeOf('main/engine/image/FORMAT.md'),
  }
}
