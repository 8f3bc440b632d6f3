import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { projectRoot } from './project-root.ts'

const parts = [
  'shared',
  'main',
  'renderer',
  '.dependency-cruiser.mjs',
  '.oxlintrc.json',
  'tsconfig.base.json',
  'package.json',
  'test/support/project-root.ts',
]

/** A copy of the sources with this checkout's packages, to plant things in. The caller removes it. */
export function tempTree(): string {
  const tree = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'holdfast-tree-'))
  for (const part of parts)
    fs.cpSync(path.join(projectRoot, part), path.join(tree, part), { recursive: true })
  fs.symlinkSync(path.join(projectRoot, 'node_modules'), path.join(tree, 'node_modules'))
  return tree
}
