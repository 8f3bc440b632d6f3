import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { extract, pack, type Header } from 'tar-stream'
import { describe, expect, it } from 'vitest'

import { foundVault, restoreSystem, verifySystem } from '../../../main/engine/engine.ts'
import { sealJson, type Json } from '../../../main/engine/image/sealed-json.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'
import { archivePath, systemScene, takeScene, type SystemScene } from '../../support/system-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Member {
  readonly header: Partial<Header> & { readonly name: string }
  readonly bytes: Buffer
}

async function membersOf(file: string): Promise<Member[]> {
  const members: Member[] = []
  const tar = extract()
  tar.end(gunzipSync(fs.readFileSync(file)))
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const bytes of entry) parts.push(bytes as Buffer)
    members.push({ header: { name: entry.header.name }, bytes: Buffer.concat(parts) })
  }
  return members
}

async function packed(members: readonly Member[]): Promise<Buffer> {
  const tar = pack()
  for (const { header, bytes } of members) {
    // Its own copy: tar-stream writes into it.
    if (header.type === undefined || header.type === 'contiguous-file') tar.entry({ ...header }, bytes)
    else tar.entry({ ...header }).end(null)
  }
  tar.finalize()
  const parts: Buffer[] = []
  for await (const bytes of tar) parts.push(bytes as Buffer)
  return gzipSync(Buffer.concat(parts))
}

async function scene(): Promise<{ readonly scene: SystemScene; readonly archive: SystemArchive }> {
  const made = await systemScene(tempFolder('hostile'), ['market_data'])
  return { scene: made, archive: (await takeScene(made)).archive }
}

/** What becomes of a bare archive with these bytes; nothing may be outside the folder it was unpacked into. */
async function refusalOf(of: SystemScene, bytes: Buffer): Promise<Fault | undefined> {
  const around = tempFolder('around')
  const file = path.join(around, 'hostile.tar.gz')
  fs.writeFileSync(file, bytes)
  const folder = path.join(around, 'inner', 'vault')
  const place = { path: file, file, vaultId: of.vault.vaultId, vaultKeys: [] }
  const error: unknown = await foundVault(realPorts, place, folder, quietRun()).catch((one: unknown) => one)
  const files = fs
    .readdirSync(around, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
  expect(files).toEqual(['hostile.tar.gz'])
  if (error instanceof Error && faultOf(error) === undefined) throw error
  return faultOf(error)
}

const extra = (name: string, more: Partial<Header> = {}): Member => ({
  header: { name, ...more },
  bytes: Buffer.from('x'),
})

describe('an archive that is not as it was packed', () => {
  it('is refused, whatever its members are called, and nothing is written outside', async () => {
    const { scene: of, archive } = await scene()
    const members = await membersOf(archivePath(of, archive))
    const [manifest, ...rest] = members
    const [first] = rest
    const changed = { ...first!, bytes: Buffer.from(first!.bytes.toString().replace('holdfast', 'HOLDFAST')) }
    const hostile: Record<string, readonly Member[]> = {
      'a step up': [...members, extra('../outside')],
      'a step up inside': [...members, extra('monthly/../../outside')],
      'an absolute path': [...members, extra('/tmp/holdfast-outside')],
      'a symbolic link': [
        manifest!,
        extra(first!.header.name, { type: 'symlink', linkname: '/etc/passwd' }),
        ...rest,
      ],
      'a link': [manifest!, extra(first!.header.name, { type: 'link', linkname: '/etc/passwd' }), ...rest],
      'a device': [manifest!, extra(first!.header.name, { type: 'character-device' }), ...rest],
      'no ordinary file': [
        manifest!,
        { header: { ...first!.header, type: 'contiguous-file' }, bytes: first!.bytes },
        ...rest.slice(1),
      ],
      'a folder': [...members, extra('monthly', { type: 'directory' })],
      'one member twice': [...members, rest.at(-1)!],
      'a member that is not listed': [...members, extra('monthly/x_monthly_20260101_000000.db')],
      'a member of another size': [
        manifest!,
        { ...first!, bytes: Buffer.concat([first!.bytes, Buffer.from(' ')]) },
        ...rest.slice(1),
      ],
      'a member with other bytes': [manifest!, changed, ...rest.slice(1)],
      'a member that is missing': members.slice(0, -1),
      'no manifest': rest,
      'a manifest that is not the first': [first!, manifest!, ...rest.slice(1)],
      'another manifest': [
        {
          ...manifest!,
          bytes: Buffer.from(manifest!.bytes.toString().replace('market_data', 'market_dat4')),
        },
        ...rest,
      ],
      nothing: [],
    }
    for (const [what, list] of Object.entries(hostile)) {
      expect([what, (await refusalOf(of, await packed(list)))?.code]).toEqual([what, 'BACKUP_DAMAGED'])
    }
    expect(fs.existsSync('/tmp/holdfast-outside')).toBe(false)
    expect(await refusalOf(of, gzipSync(Buffer.alloc(8 << 20)))).toMatchObject({ code: 'BACKUP_DAMAGED' })
    expect(await refusalOf(of, Buffer.from('not an archive'))).toMatchObject({ code: 'BACKUP_DAMAGED' })
  })

  it('is refused for a manifest that lists what has no place in an archive, also where anybody can seal one', async () => {
    const { scene: of, archive } = await scene()
    const [manifest, ...rest] = await membersOf(archivePath(of, archive))
    const said = JSON.parse(manifest!.bytes.toString()) as { members: Json[]; [name: string]: Json }
    const resealed = (change: Readonly<Record<string, Json>>): Member => {
      const { sha256: _, ...content } = { ...said, ...change }
      return { ...manifest!, bytes: Buffer.from(sealJson(content, 'sha256')) }
    }
    const x = Buffer.from('x')
    const sha256 = createHash('sha256').update(x).digest('hex')
    const [database] = said['databases'] as { readonly [name: string]: Json }[]
    // As it is, it is taken: what is refused below is refused for what it says.
    expect(await refusalOf(of, await packed([resealed({}), ...rest.slice(0, -1)]))).toMatchObject({
      detail: expect.stringContaining('missing'),
    })
    for (const name of [
      '../outside',
      '/tmp/holdfast-outside',
      'monthly/../../x.db',
      'monthly/.x.db',
      '.holdfast/leases/x.json',
      'x',
    ]) {
      const listed = resealed({ members: [...said.members, { name, sizeBytes: 1, sha256 }] })
      const fault = await refusalOf(of, await packed([listed, ...rest, { header: { name }, bytes: x }]))
      expect([name, fault]).toMatchObject([name, { detail: expect.stringContaining('has no place') }])
    }
    const elsewhere = resealed({ databases: [{ ...database!, file: 'monthly/../x.db' }] })
    expect(await refusalOf(of, await packed([elsewhere, ...rest]))).toMatchObject({ code: 'BACKUP_DAMAGED' })
    const twice = resealed({ members: [...said.members, said.members[0]!] })
    expect(await refusalOf(of, await packed([twice, ...rest]))).toMatchObject({
      detail: expect.stringContaining('twice'),
    })
    const huge = resealed({
      members: said.members.map((one) => ({
        ...(one as object),
        ...((one as { name: string }).name.endsWith('.zst') && { sizeBytes: 2 ** 52 }),
      })),
    })
    expect(await refusalOf(of, await packed([huge, ...rest]))).toMatchObject({ code: 'VAULT_FULL' })
    expect(await refusalOf(of, await packed([resealed({ formatVersion: 2 }), ...rest]))).toMatchObject({
      code: 'MANIFEST_TOO_NEW',
    })
  })

  it('that says of itself that a member is huge is refused before anything is unpacked', async () => {
    const { scene: of, archive } = await scene()
    const members = await membersOf(archivePath(of, archive))
    // A size in the header alone: the manifest knows better.
    const tar = gunzipSync(await packed(members))
    const at = tar.indexOf('.holdfast/vault.json')
    tar.write('77777777777', at + 124, 'ascii')
    tar.write('        ', at + 148, 'ascii')
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0)
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'ascii')
    expect(await refusalOf(of, gzipSync(tar))).toMatchObject({ code: 'BACKUP_DAMAGED' })
  })

  it('is refused when it was made with another key', async () => {
    const own = await systemScene(tempFolder('own'), ['market_data'], 'passphrase')
    const { archive } = await takeScene(own)
    const other = await systemScene(tempFolder('other'), ['market_data'], 'passphrase')
    const forged = { ...own.vault, vaultKey: other.vault.vaultKey }
    const order = { vault: forged, path: archivePath(own, archive), recorded: null, threads: 0 }
    const { validation, fault } = await verifySystem(realPorts, order, quietRun())
    expect(validation.status).toBe('failed')
    expect(fault).toMatchObject({
      code: 'BACKUP_DAMAGED',
      detail: expect.stringContaining('this vault’s key'),
    })
  })

  it('is found at every byte that is cut off or changed', async () => {
    const { scene: of, archive } = await scene()
    const file = archivePath(of, archive)
    const whole = fs.readFileSync(file)
    const order = { vault: of.vault, path: file, recorded: archive, threads: 0 }
    const databases = archive.databases.map(({ databaseId, database, file: payload }) => ({
      databaseId,
      database,
      file: payload,
      targetPath: path.join(of.folder, 'back.db'),
      method: 'new_file' as const,
      safetyBackup: null,
      expectedTarget: null,
    }))
    const cases = [0, 1, 9, 30, 200, whole.length >> 1, whole.length - 9, whole.length - 1]
    for (const at of cases) {
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 16
      for (const bytes of [flipped, whole.subarray(0, at)]) {
        fs.writeFileSync(file, bytes)
        const { validation, fault } = await verifySystem(realPorts, order, quietRun())
        expect([at, bytes.length, validation.status]).toEqual([at, bytes.length, 'failed'])
        expect([at, fault?.code]).toEqual([at, 'BACKUP_DAMAGED'])
      }
    }
    fs.writeFileSync(file, Buffer.concat([whole, Buffer.from('more')]))
    expect((await verifySystem(realPorts, order, quietRun())).validation.status).toBe('failed')
    const request = { ...order, databases, isUnpacked: false, lockWaitMs: 2000 }
    const refused: unknown = await restoreSystem(realPorts, request, quietRun()).catch((one: unknown) => one)
    expect(faultOf(refused)?.code).toBe('BACKUP_DAMAGED')
    expect(fs.existsSync(path.join(of.folder, 'back.db'))).toBe(false)
  })
})
