import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, basedOn, newVault, storedBackup } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('a change whose base is damaged where only reading shows it', () => {
  it.each(['incremental', 'differential'] as const)(
    'is a full that says which file, and leaves nothing of the first try: %s',
    async (type) => {
      const folder = tempFolder('damaged-base')
      const source = path.join(folder, 'a.db')
      buildDatabase(source, { rows: 3000, journalMode: 'delete' })
      const vault = await newVault(folder)
      const full = await storedBackup(backupOf(vault, source))
      const payload = path.join(vault.folder, full.file)
      const bytes = fs.readFileSync(payload)
      bytes[bytes.length >> 1]! ^= 1
      fs.writeFileSync(payload, bytes)
      const db = new Database(source)
      db.exec("UPDATE series SET note = 'newer' WHERE id = 7")
      db.close()

      const backup = await storedBackup(backupOf(vault, source, basedOn(full, type)))
      expect(backup).toMatchObject({ type: 'full', needs: [], validation: { status: 'passed' } })
      expect(backup.remarks[0]).toContain('A full backup was taken instead of')
      expect(backup.remarks[0]).toContain(full.file)
      expect(fs.readdirSync(path.join(vault.folder, 'manual')).filter((name) => name.includes(type))).toEqual(
        [],
      )
      expect(fs.readdirSync(path.join(vault.folder, '.holdfast', 'scratch'))).toEqual([])
    },
  )
})
