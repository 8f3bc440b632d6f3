import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import {
  createVault,
  newKeychainSecret,
  newRecoveryCode,
  type BackupRequest,
} from '../../../main/engine/engine.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  allForms,
  backupOf,
  basedOn,
  compressedForm,
  manifestFileOf,
  newVault,
  plainForm,
  realPorts,
  sealedForm,
  storedBackup,
} from '../../support/engine-vault.ts'
import { restoreByFormat, type Secret } from '../../support/restore-by-format.ts'
import { serialized } from '../../support/serialized-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const keychainSecret = newKeychainSecret()
const passphrase = 'Straße und Café'
const keyFile = Buffer.from('0123456789abcdef0123456789abcdef, and more of it')

function change(source: string, sql: string): void {
  const db = new Database(source)
  db.exec(sql)
  db.close()
}

describe('a restorer written from FORMAT.md alone', () => {
  it.each(allForms)('restores what Holdfast stored: $compression, $encryption', async (stored) => {
    const folder = tempFolder('format')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 25_000 })
    const code = newRecoveryCode()
    const secrets: readonly Secret[] = [
      { kind: 'passphrase', passphrase },
      { kind: 'key_file', bytes: keyFile },
      { kind: 'keychain', bytes: Buffer.from(keychainSecret, 'base64') },
      { kind: 'recovery_code', bytes: Buffer.from(code.replaceAll('-', '')) },
    ]
    const { access } = await createVault(realPorts, path.join(folder, 'vault'), [
      { kind: 'passphrase', passphrase },
      { kind: 'key_file', bytes: keyFile },
      { kind: 'keychain', secret: keychainSecret },
      { kind: 'recovery_code', code },
    ])
    const backup = await storedBackup(backupOf(access, source, { stored }))
    for (const secret of secrets) {
      const restored = restoreByFormat(access.folder, manifestFileOf(backup), secret)
      expect(restored.equals(serialized(source)), secret.kind).toBe(true)
    }
  })

  it('restores every backup of a chain, whatever the form of each', async () => {
    const folder = tempFolder('format')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const { access: vault } = await createVault(realPorts, path.join(folder, 'vault'), [
      { kind: 'key_file', bytes: keyFile },
    ])
    const taken: { readonly backup: BackupRecord; readonly bytes: Buffer }[] = []
    const take = async (changes: Partial<BackupRequest>): Promise<BackupRecord> => {
      const backup = await storedBackup(backupOf(vault, source, changes))
      taken.push({ backup, bytes: serialized(source) })
      return backup
    }
    const full = await take({})
    change(source, 'UPDATE series SET value = value + 1 WHERE id % 97 = 0')
    const first = await take({ ...basedOn(full), stored: plainForm })
    change(source, 'DELETE FROM series WHERE id > 18000')
    const differential = await take({ ...basedOn(full, 'differential'), stored: compressedForm })
    change(source, "INSERT INTO metro VALUES (1, 'one')")
    const last = await take({ ...basedOn(differential), stored: sealedForm })
    expect([first, differential, last].map(({ needs }) => needs.map(({ id }) => id))).toEqual([
      [full.id],
      [full.id],
      [full.id, differential.id],
    ])
    for (const { backup, bytes } of taken) {
      const restored = restoreByFormat(vault.folder, manifestFileOf(backup), {
        kind: 'key_file',
        bytes: keyFile,
      })
      expect(restored.equals(bytes), backup.file).toBe(true)
    }
  })

  it.each([512, 1024, 8192, 65536])('restores pages of %i bytes without any key', async (pageSize) => {
    const folder = tempFolder('format')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 15_000, pageSize, journalMode: 'delete' })
    const vault = await newVault(folder, 'none')
    const backup = await storedBackup(backupOf(vault, source, { stored: compressedForm }))
    expect(restoreByFormat(vault.folder, manifestFileOf(backup), null).equals(fs.readFileSync(source))).toBe(
      true,
    )
  })
})
