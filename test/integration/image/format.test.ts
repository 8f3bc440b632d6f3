import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { createVault, newKeychainSecret } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  allForms,
  backupOf,
  compressedForm,
  manifestFileOf,
  newVault,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { restoreByFormat, type Secret } from '../../support/restore-by-format.ts'
import { serialized } from '../../support/serialized-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const keychainSecret = newKeychainSecret()
const passphrase = 'Straße und Café'
const keyFile = Buffer.from('0123456789abcdef0123456789abcdef, and more of it')

describe('a restorer written from FORMAT.md alone', () => {
  it.each(allForms)('restores what Holdfast stored: $compression, $encryption', async (stored) => {
    const folder = tempFolder('format')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 25_000 })
    const secrets: readonly Secret[] = [
      { kind: 'passphrase', passphrase },
      { kind: 'key_file', bytes: keyFile },
      { kind: 'keychain', bytes: Buffer.from(keychainSecret, 'base64') },
    ]
    const { access } = await createVault(realPorts, path.join(folder, 'vault'), [
      { kind: 'passphrase', passphrase },
      { kind: 'key_file', bytes: keyFile },
      { kind: 'keychain', secret: keychainSecret },
    ])
    const backup = await storedBackup(backupOf(access, source, { stored }))
    for (const secret of secrets) {
      const restored = restoreByFormat(access.folder, manifestFileOf(backup), secret)
      expect(restored.equals(serialized(source)), secret.kind).toBe(true)
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
