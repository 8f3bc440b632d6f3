import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { afterEach } from 'vitest'

const made: string[] = []

/** A new empty folder, removed after the test that made it. */
export function tempFolder(name = 'test'): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), `holdfast-${name}-`))
  made.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})
