import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { FindOptions, FoundInFolder } from '../../../main/engine/source/find-databases.ts'
import { findDatabases } from '../../../main/engine/source/find-databases.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { realPorts } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const never = new AbortController().signal

async function find(
  folder: string,
  options: Partial<FindOptions> = {},
  files = realPorts.files,
): Promise<FoundInFolder[]> {
  const found: FoundInFolder[] = []
  for await (const one of findDatabases(files, folder, { signal: never, ...options })) found.push(one)
  return found
}

function names(folder: string, found: readonly FoundInFolder[]): string[] {
  return found.map((one) => `${one.kind} ${path.relative(folder, one.path)}`)
}

describe('finding databases', () => {
  it('goes by the header, not by the ending, and passes over companions', async () => {
    const folder = tempFolder('find')
    fs.mkdirSync(`${folder}/deep/er`, { recursive: true })
    buildDatabase(`${folder}/deep/er/no ending`)
    buildDatabase(`${folder}/a.db`)
    for (const ending of ['-wal', '-shm', '-journal'])
      fs.copyFileSync(`${folder}/a.db`, `${folder}/b.db${ending}`)
    fs.writeFileSync(`${folder}/text.db`, 'x'.repeat(5000))
    fs.writeFileSync(`${folder}/empty.db`, '')
    const found = await find(folder)
    expect(names(folder, found)).toEqual(['database a.db', 'database deep/er/no ending'])
    expect(found[0]).toMatchObject({ sizeBytes: fs.statSync(`${folder}/a.db`).size })
  })

  it('ends in spite of loops of links, and tells each file once', async () => {
    const folder = tempFolder('find')
    fs.mkdirSync(`${folder}/one/two`, { recursive: true })
    buildDatabase(`${folder}/one/two/x.db`)
    fs.symlinkSync(folder, `${folder}/one/two/up`)
    fs.symlinkSync(`${folder}/one`, `${folder}/again`)
    fs.symlinkSync(`${folder}/self`, `${folder}/self`)
    fs.symlinkSync(`${folder}/nowhere`, `${folder}/dangling`)
    const found = await find(folder)
    expect(found.filter((one) => one.kind === 'database')).toHaveLength(1)
    expect(names(folder, found).filter((name) => name.startsWith('unreadable'))).toEqual(['unreadable self'])
  })

  it('passes over vaults, and over folders it was told to', async () => {
    const folder = tempFolder('find')
    fs.mkdirSync(`${folder}/vault/.holdfast`, { recursive: true })
    fs.mkdirSync(`${folder}/vault/manual`)
    fs.writeFileSync(`${folder}/vault/.holdfast/vault.json`, '{}')
    buildDatabase(`${folder}/vault/manual/copy.db`)
    fs.mkdirSync(`${folder}/own`)
    buildDatabase(`${folder}/own/catalog.db`)
    buildDatabase(`${folder}/x.db`)
    expect(names(folder, await find(folder, { skipFolders: [`${folder}/own`] }))).toEqual(['database x.db'])
    expect(names(folder, await find(folder))).toEqual(['database own/catalog.db', 'database x.db'])
  })

  it('reports what it may not read and goes on', async () => {
    const folder = tempFolder('find')
    fs.mkdirSync(`${folder}/closed`)
    buildDatabase(`${folder}/x.db`)
    const refused = Object.assign(new Error('refused'), { code: 'EACCES' })
    const files = {
      ...realPorts.files,
      list: (name: string) =>
        name.endsWith('/closed') ? Promise.reject(refused) : realPorts.files.list(name),
    }
    const found = await find(folder, {}, files)
    expect(found).toMatchObject([
      { kind: 'unreadable', path: `${folder}/closed`, errno: 'EACCES' },
      { kind: 'database', path: `${folder}/x.db` },
    ])
  })

  it('is bounded and says so once', async () => {
    const folder = tempFolder('find')
    fs.mkdirSync(`${folder}/a/b/c`, { recursive: true })
    for (const place of ['a', 'a/b', 'a/b/c']) buildDatabase(`${folder}/${place}/x.db`, { rows: 1 })
    expect(names(folder, await find(folder, { maxDepth: 1 }))).toEqual(['cut_short a/b', 'database a/x.db'])
    const few = await find(folder, { maxEntries: 4 })
    expect(few.filter((one) => one.kind === 'cut_short')).toHaveLength(1)
  })

  it('can be cancelled, and a first folder that cannot be read is a fault', async () => {
    const folder = tempFolder('find')
    for (const name of ['a.db', 'b.db']) buildDatabase(`${folder}/${name}`, { rows: 1 })
    const abort = new AbortController()
    const walk = findDatabases(realPorts.files, folder, { signal: abort.signal })
    await walk.next()
    abort.abort(new Error('enough'))
    await expect(walk.next()).rejects.toThrow('enough')
    const missing = await find(`${folder}/none`).catch(faultOf)
    expect(missing).toEqual({ code: 'FOLDER_UNREADABLE', path: `${folder}/none`, errno: 'ENOENT' })
  })
})
