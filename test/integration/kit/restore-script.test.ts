import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import {
  createVault,
  mergeChain,
  newKeychainSecret,
  newRecoveryCode,
  type BackupRequest,
  type KeySecret,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  compressedForm,
  encryptedForm,
  manifestFileOf,
  newVault,
  plainForm,
  quietRun,
  realPorts,
  sealedForm,
  storedBackup,
} from '../../support/engine-vault.ts'
import { bareKit, runKitScript } from '../../support/run-kit-script.ts'
import { serialized } from '../../support/serialized-image.ts'
import { archivePath, systemScene, takeScene } from '../../support/system-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const passphrase = 'Straße und Café'
const keyBytes = randomBytes(48)
const keychainSecret = newKeychainSecret()
const code = newRecoveryCode()

const secrets: readonly KeySecret[] = [
  { kind: 'passphrase', passphrase },
  { kind: 'key_file', bytes: keyBytes },
  { kind: 'keychain', secret: keychainSecret },
  { kind: 'recovery_code', code },
]

/** Every kind of secret as the script is given it. */
const keys = [
  ['--passphrase-file', `${passphrase}\n`],
  ['--key-file', keyBytes],
  ['--keychain-secret-file', keychainSecret],
  ['--recovery-code-file', code.toLowerCase().replaceAll('-', ' ')],
] as const

interface Taken {
  readonly what: string
  readonly backup: BackupRecord
  readonly bytes: Buffer
}

function change(source: string, sql: string): void {
  const db = new Database(source)
  db.exec(sql)
  db.close()
}

/** A vault with a backup of every kind and form, and what each must give back. */
async function everyKind(vault: VaultAccess, source: string): Promise<readonly Taken[]> {
  const taken: Taken[] = []
  const isPlain = vault.vaultKey === null
  const form = (wanted: BackupRequest['stored']): BackupRequest['stored'] =>
    isPlain ? { ...wanted, encryption: 'none' } : wanted
  const take = async (what: string, changes: Partial<BackupRequest>): Promise<BackupRecord> => {
    const stored = form(changes.stored ?? encryptedForm)
    const backup = await storedBackup(backupOf(vault, source, { ...changes, stored }))
    if (changes.type !== 'schema') taken.push({ what, backup, bytes: serialized(source) })
    return backup
  }
  const full = await take('full', {})
  change(source, 'UPDATE series SET value = value + 1 WHERE id % 97 = 0')
  const first = await take('incremental, plain', { ...basedOn(full), stored: plainForm })
  change(source, 'DELETE FROM series WHERE id > 3000')
  const differential = await take('differential', {
    ...basedOn(full, 'differential'),
    stored: compressedForm,
  })
  change(source, "INSERT INTO metro VALUES (1, 'one')")
  const last = await take('incremental on a differential', { ...basedOn(differential), stored: sealedForm })
  await take('full, plain', { stored: plainForm })
  expect([first.type, differential.type, last.needs.length]).toEqual(['incremental', 'differential', 2])
  const merged = await mergeChain(
    realPorts,
    {
      vault,
      manifestFile: manifestFileOf(last),
      absorbed: null,
      stored: form(encryptedForm),
      compressionLevel: 3,
      threads: 0,
      fullCheckLimitBytes: 2 ** 50,
    },
    quietRun(),
  )
  taken.push({
    what: 'merged',
    backup: merged.backup,
    bytes: taken.find(({ backup }) => backup === last)!.bytes,
  })
  return taken
}

interface Scene {
  readonly vault: VaultAccess
  readonly taken: readonly Taken[]
  readonly schema: BackupRecord
  readonly kit: string
  readonly key: readonly string[]
}

async function sceneOf(isEncrypted: boolean): Promise<Scene> {
  const folder = tempFolder('kit')
  const source = path.join(folder, 'a.db')
  buildDatabase(source, { rows: 4000 })
  const vault = isEncrypted
    ? (await createVault(realPorts, path.join(folder, 'vault'), secrets)).access
    : await newVault(folder, 'none')
  const taken = await everyKind(vault, source)
  const stored = isEncrypted ? encryptedForm : compressedForm
  const schema = await storedBackup(backupOf(vault, source, { type: 'schema', stored }))
  const kit = bareKit()
  fs.writeFileSync(path.join(kit, 'vault.key'), keyBytes)
  return { vault, taken, schema, kit, key: isEncrypted ? ['--key-file', 'vault.key'] : [] }
}

function restoresAll({ vault, taken, schema, kit, key }: Scene): void {
  const listed = runKitScript(kit, ['list', vault.folder, '--json', ...key])
  expect([listed.status, listed.err]).toEqual([0, ''])
  const ids = (JSON.parse(listed.out) as readonly { id: string }[]).map(({ id }) => id)
  expect(ids.toSorted()).toEqual([...taken.map(({ backup }) => backup.id), schema.id].toSorted())
  const verified = runKitScript(kit, ['verify', vault.folder, ...key])
  expect([verified.status, verified.err]).toEqual([0, ''])
  expect(verified.out.match(/^proved /gm)).toHaveLength(ids.length)
  for (const { what, backup, bytes } of taken) {
    const to = path.join(kit, `${backup.id}.db`)
    const restored = runKitScript(kit, ['restore', vault.folder, backup.id, '--to', to, ...key])
    expect([restored.status, restored.err], what).toEqual([0, ''])
    expect(fs.readFileSync(to).equals(bytes), what).toBe(true)
  }
  const to = path.join(kit, 'schema.db')
  expect(runKitScript(kit, ['restore', vault.folder, schema.file, '--to', to, ...key]).status).toBe(0)
  const db = new Database(to, { readonly: true })
  expect(db.prepare('SELECT count(*) AS n FROM series').get()).toEqual({ n: 0 })
  db.close()
}

function replacesNothing({ vault, taken, kit, key }: Scene): void {
  const to = path.join(kit, 'there.db')
  fs.writeFileSync(to, 'mine')
  const again = runKitScript(kit, ['restore', vault.folder, taken[0]!.backup.id, '--to', to, ...key])
  expect(again.status).toBe(1)
  expect(fs.readFileSync(to, 'utf8')).toBe('mine')
  const unknown = runKitScript(kit, [
    'restore',
    vault.folder,
    'nobody',
    '--to',
    path.join(kit, 'x.db'),
    ...key,
  ])
  expect([unknown.status, unknown.err]).toEqual([1, 'no backup is called nobody\n'])
  expect(runKitScript(kit, ['restore', vault.folder]).status).toBe(2)
}

function findsDamage({ vault, taken, kit, key }: Scene): void {
  const copy = path.join(tempFolder('kit'), 'vault')
  fs.cpSync(vault.folder, copy, { recursive: true })
  const { backup } = taken[0]!
  for (const file of [backup.file, `${backup.file}.pages`, `${backup.file}.manifest.json`]) {
    const at = path.join(copy, file)
    const whole = fs.readFileSync(at)
    const damaged = Buffer.from(whole)
    damaged[Math.floor(damaged.length / 2)]! ^= 1
    fs.writeFileSync(at, damaged)
    const to = path.join(kit, 'damaged.db')
    const ended = runKitScript(kit, ['restore', copy, backup.id, '--to', to, ...key])
    expect(ended.status, file).toBe(1)
    expect(fs.existsSync(to), file).toBe(false)
    fs.writeFileSync(at, whole)
  }
  expect(fs.readdirSync(kit).filter((name) => name.includes('unfinished'))).toEqual([])
}

it.each([
  ['encrypted', true],
  ['not encrypted', false],
])(
  'with a vault that is %s the script restores every kind of backup, replaces nothing and finds a changed byte',
  async (_, isEncrypted) => {
    const scene = await sceneOf(isEncrypted)
    restoresAll(scene)
    replacesNothing(scene)
    findsDamage(scene)
  },
)

describe('the script of a recovery kit', () => {
  it('takes every kind of secret, from standard input too, and no wrong one', async () => {
    const folder = tempFolder('kit')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 100 })
    const { access } = await createVault(realPorts, path.join(folder, 'vault'), secrets)
    await storedBackup(backupOf(access, source))
    const kit = bareKit()
    for (const [option, secret] of keys) {
      const ended = runKitScript(kit, ['verify', access.folder, option, '-'], secret)
      expect([ended.status, ended.err], option).toEqual([0, ''])
    }
    const mistyped = code.replace(/^./, (one) => (one === '7' ? '8' : '7'))
    const wrong = [
      ['--passphrase-file', 'wrong horse', 'this key does not open the vault\n'],
      ['--recovery-code-file', mistyped, 'group 1 of the recovery code is mistyped\n'],
      ['--recovery-code-file', newRecoveryCode(), 'this key does not open the vault\n'],
    ] as const
    for (const [option, secret, says] of wrong) {
      const ended = runKitScript(kit, ['verify', access.folder, option, '-'], secret)
      expect([ended.status, ended.err]).toEqual([1, says])
    }
    expect(runKitScript(kit, ['verify', access.folder]).err).toContain('name its key')
  })

  it('unpacks an archive of the complete system, and restores from it', async () => {
    const scene = await systemScene(tempFolder('kit'), ['one', 'two'])
    const { archive } = await takeScene(scene)
    const kit = bareKit()
    const to = path.join(kit, 'vault')
    const unpacked = runKitScript(kit, ['unpack', archivePath(scene, archive), '--to', to])
    expect([unpacked.status, unpacked.err]).toEqual([0, ''])
    const facts = JSON.parse(fs.readFileSync(path.join(to, '.holdfast/vault.json'), 'utf8')) as {
      encryption: string
    }
    expect(facts.encryption).toBe('none')
    for (const { name, path: source } of scene.records) {
      const file = path.join(kit, `${name}.db`)
      const ended = runKitScript(kit, ['restore', to, name, '--to', file])
      expect([ended.status, ended.err]).toEqual([0, ''])
      expect(fs.readFileSync(file).equals(serialized(source)), name).toBe(true)
    }
    const damaged = fs.readFileSync(archivePath(scene, archive))
    fs.writeFileSync(path.join(kit, 'cut.tar.gz'), damaged.subarray(0, damaged.length - 5000))
    expect(runKitScript(kit, ['unpack', 'cut.tar.gz', '--to', path.join(kit, 'cut')]).status).toBe(1)
  })
})
