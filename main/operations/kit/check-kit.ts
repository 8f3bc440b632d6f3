import fs from 'node:fs/promises'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { CheckedKit } from '../../../shared/domain/keys/kit-views.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { unlockVault, type KeySecret } from '../../engine/engine.ts'
import { secretOf, type GivenKey } from '../keys/resolve-key.ts'
import { secretsAtHand } from '../keys/secrets-at-hand.ts'
import type { OperationsContext } from '../operations-context.ts'
import { digestOf, kitNames, readKit, readKitFile, type KitDescription } from './kit-file.ts'

const keyOptions: Readonly<Record<KeySlotKind, string>> = {
  passphrase: '--passphrase-file',
  key_file: '--key-file',
  recovery_code: '--recovery-code-file',
  keychain: '--keychain-secret-file',
}

function inputOf(secret: KeySecret): Uint8Array {
  if (secret.kind === 'key_file') return secret.bytes
  if (secret.kind === 'passphrase') return Buffer.from(secret.passphrase)
  return Buffer.from(secret.kind === 'keychain' ? secret.secret : secret.code)
}

async function opens(context: OperationsContext, secret: KeySecret): Promise<boolean> {
  return unlockVault(context.session.reachable().facts, secret).then(
    () => true,
    () => false,
  )
}

/** The secret to try the kit with. Throws KEY_NEEDED where nothing is given and this machine has none, KEY_WRONG. */
async function secretFor(context: OperationsContext, given: GivenKey | undefined): Promise<KeySecret | null> {
  const { world, session } = context
  const { facts } = session.reachable()
  if (facts.encryption === 'none') return null
  if (given !== undefined) {
    const secret = await secretOf(given)
    await unlockVault(facts, secret)
    return secret
  }
  for (const kind of ['keychain', 'key_file', 'passphrase'] as const) {
    for (const { secret } of await secretsAtHand(world, facts.vaultId, kind)) {
      if (await opens(context, secret)) return secret
    }
  }
  const slots = [...new Set(facts.slots.map(({ kind }) => kind))]
  throw new FaultError({ code: 'KEY_NEEDED', path: facts.folder, slots })
}

/** Throws KIT_NOT_WHOLE for a kit of another vault, and KIT_OUTDATED for a script that is not this program's own: it is not run. */
async function refuseForeign(
  { world, session }: OperationsContext,
  folder: string,
  kit: KitDescription,
): Promise<void> {
  if (kit.vaultId !== session.reachable().access.vaultId) {
    throw new FaultError({ code: 'KIT_NOT_WHOLE', folder, detail: 'it is a kit of another vault' })
  }
  const own = digestOf(await fs.readFile(world.kit.scriptFile))
  if (digestOf(await readKitFile(folder, kitNames.script)) === own) return
  throw new FaultError({ code: 'KIT_OUTDATED', folder })
}

function newestOf({ session }: OperationsContext): StoredBackup | null {
  const { catalog } = session.reachable()
  const newest = catalog.databases
    .all()
    .map(({ id }) => catalog.backups.newest(id))
    .filter((one) => one !== null)
  return newest.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1))[0] ?? null
}

function rootIn(out: string): string | null {
  const [first] = JSON.parse(out) as readonly { readonly root?: string; readonly problem: string | null }[]
  return first?.problem === null ? (first.root ?? null) : null
}

/** What the script said, to stand in a sentence. */
function detailOf(err: string, out: string): string {
  const said = err.trim() === '' ? out : err
  return said.trim().slice(0, 500).replace(/\.$/, '')
}

/**
 * Tries a recovery kit by using it: its files are as they were made, and its script, in a process of its own, opens the vault with a secret and rebuilds the
 * newest backup to the root that it was taken with. Throws KIT_NOT_WHOLE, KIT_OUTDATED, KIT_FAILED, KEY_NEEDED, KEY_WRONG, and the signal's reason.
 */
export async function checkKit(
  context: OperationsContext,
  given: { readonly folder: string; readonly key?: GivenKey | undefined },
  signal: AbortSignal,
): Promise<CheckedKit> {
  const { world, session } = context
  const folder = path.resolve(given.folder)
  const kit = await readKit(folder)
  await refuseForeign(context, folder, kit)
  const secret = await secretFor(context, given.key)
  const newest = newestOf(context)
  const sinceMs = world.ports.clock.monotonicMs()
  const key = secret === null ? [] : [keyOptions[secret.kind], '-']
  const vault = session.reachable().access.folder
  // Without a backup `list` is what there is to try.
  const order = newest === null ? ['list', vault] : ['verify', vault, newest.id]
  const script = path.join(folder, kitNames.script)
  const input = secret === null ? new Uint8Array(0) : inputOf(secret)
  const { status, out, err } = await world.kit.run(script, [...order, '--json', ...key], input, signal)
  const isProved = status === 0 && (newest === null || rootIn(out) === newest.root)
  if (!isProved) {
    throw new FaultError({
      code: 'KIT_FAILED',
      folder,
      detail: detailOf(err, out),
    })
  }
  const rebuilt = newest && {
    backupId: newest.id,
    database: newest.database,
    takenAt: newest.takenAt,
    root: newest.root,
  }
  const durationMs = Math.round(world.ports.clock.monotonicMs() - sinceMs)
  return { folder, madeAt: kit.madeAt, keyFrom: secret?.kind ?? 'none', rebuilt, durationMs }
}
