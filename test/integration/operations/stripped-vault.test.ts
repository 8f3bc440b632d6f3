import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { afterEach, expect, it } from 'vitest'

import { backendRig, closeBackends } from './backend-rig.ts'

afterEach(closeBackends)

/** Writes the vault's description anew, well formed, as one does who can write to its folder and has no key. */
function stripEncryption(vault: string): void {
  for (const name of ['vault.json', 'vault-copy.json']) {
    const file = path.join(vault, '.holdfast', name)
    const facts = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
    const stripped = { ...facts, encryption: 'none', slots: [], sha256: '' }
    const text = `${JSON.stringify(stripped, null, 2)}\n`
    const head = text.slice(0, text.lastIndexOf('\n  "sha256"') + 1)
    const sha256 = createHash('sha256').update(head).digest('hex')
    fs.writeFileSync(file, `${JSON.stringify({ ...stripped, sha256 }, null, 2)}\n`)
  }
}

it.each([{ kind: 'automatic' }, { kind: 'passphrase', passphrase: 'correct horse battery' }] as const)(
  'a vault that was encrypted ($kind) and says that it is not is refused: nothing is stored in it for everybody to read',
  async (key) => {
    const rig = await backendRig()
    await rig.client.vault.create({ folder: rig.vault, key })
    await closeBackends()
    stripEncryption(rig.vault)
    const next = await backendRig(rig)
    await expect(next.client.vault.open({ folder: rig.vault })).rejects.toMatchObject({
      data: {
        code: 'VAULT_DAMAGED',
        detail: expect.stringContaining('says that the vault is not encrypted'),
      },
    })
    // One that this machine has never seen: nothing tells it from a vault that was made so.
    const elsewhere = await backendRig()
    expect(await elsewhere.client.vault.open({ folder: rig.vault })).toMatchObject({ state: 'open' })
  },
)
