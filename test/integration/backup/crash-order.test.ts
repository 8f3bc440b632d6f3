import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { takeBackup, type FileSystem } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, newVault, quietRun, realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Every change to a backup's own files and folder, in the order it was made. */
function recording(changes: string[]): FileSystem {
  const under = realPorts.files
  const kindOf = (file: string): string | null => {
    const name = path.basename(file).replace(/\.[0-9a-f-]{36}\.part$/, '')
    if (!name.includes('market_data')) return null
    if (name.endsWith('.manifest.json')) return 'manifest'
    return name.endsWith('.pages') ? 'page index' : 'payload'
  }
  const note = (what: string, file: string): void => {
    const kind = kindOf(file)
    const change = `${what} ${kind ?? ''}`
    if (kind !== null && changes.at(-1) !== change) changes.push(change)
  }
  return {
    ...under,
    async open(file, mode) {
      const open = await under.open(file, mode)
      if (mode !== 'create') return open
      note('create', file)
      return {
        ...open,
        write: (bytes, position) => (note('write', file), open.write(bytes, position)),
        sync: () => (note('flush', file), open.sync()),
      }
    },
    link: (from, to) => (note('name', to), under.link(from, to)),
    rename: (from, to) => (note('rename', to), under.rename(from, to)),
    async syncFolder(folder) {
      if (path.basename(folder) === 'manual') changes.push('flush folder')
      return under.syncFolder(folder)
    },
  }
}

describe('the order of a backup’s writes', () => {
  it('is payload, page index, proof, manifest; each flushed before it is named, and its name flushed before the next', async () => {
    const folder = tempFolder('order')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20 })
    const vault = await newVault(folder)
    const changes: string[] = []
    const run = {
      ...quietRun(),
      onProgress: ({ step }: { step: string }) => {
        if (step === 'checking') changes.push('proof')
      },
    }
    await takeBackup({ ...realPorts, files: recording(changes) }, backupOf(vault, source), run)
    const published = (file: string): string[] => [
      `create ${file}`,
      `write ${file}`,
      `flush ${file}`,
      `name ${file}`,
      'flush folder',
    ]
    expect(changes).toEqual([
      ...published('payload'),
      ...published('page index'),
      'proof',
      ...published('manifest'),
    ])
  })
})
