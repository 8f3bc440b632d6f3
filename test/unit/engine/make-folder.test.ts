import fs from 'node:fs'
import path from 'node:path'

import { expect, it } from 'vitest'

import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('folders whose parents many make at once are all made', async () => {
  const base = tempFolder('folders')
  for (let round = 0; round < 60; round += 1) {
    const folders = Array.from({ length: 6 }, (_, n) => path.join(base, `${round}`, 'a', 'b', `${n}`))
    await Promise.all(folders.map((folder) => nodeFileSystem.makeFolder(folder)))
    expect(folders.every((folder) => fs.statSync(folder).isDirectory())).toBe(true)
  }
})

it('one in the place of a file is refused', async () => {
  const file = path.join(tempFolder('folders'), 'file')
  fs.writeFileSync(file, '')
  await expect(nodeFileSystem.makeFolder(path.join(file, 'a'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(nodeFileSystem.makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' })
})
