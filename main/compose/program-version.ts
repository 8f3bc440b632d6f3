import fs from 'node:fs'
import path from 'node:path'

/** The version of this program, from its package. The sources and what they compile to lie at different depths below it. */
export function programVersion(): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json')
    if (fs.existsSync(file)) {
      const { name, version } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
      if (name === 'holdfast' && typeof version === 'string') return version
    }
    if (folder === path.dirname(folder)) return 'unknown'
  }
}
