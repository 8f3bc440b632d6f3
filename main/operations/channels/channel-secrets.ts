import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'

import { secretPlaceOf, type NamedChannel } from '../../../shared/domain/alerts/named-channel.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import {
  openChannelSecret,
  sealChannelSecret,
  type SecretBinding,
  type StoredChannel,
  type VaultAccess,
} from '../../engine/engine.ts'
import { replacePrivateFile } from '../home/private-file.ts'
import type { World } from '../world.ts'

type Around = Pick<World, 'home'>

const keyBytes = 32

/** In the home folder, for a vault that has no key: whoever may read the vault may not send by its channels. */
function machineKeyFile({ home }: Around, { vaultId }: VaultAccess): string {
  return path.join(home.keysFolder, `${vaultId}.channels.key`)
}

async function readMachineKey(around: Around, file: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return null
    const folder = around.home.keysFolder
    throw new FaultError(
      { code: 'FOLDER_UNREADABLE', path: folder, errno: code ?? 'unknown' },
      { cause: error },
    )
  }
}

async function machineKey(around: Around, access: VaultAccess): Promise<string | null> {
  const file = machineKeyFile(around, access)
  const bytes = await readMachineKey(around, file)
  if (bytes === null) return null
  // A key that was cut short seals nothing: of an empty one everybody knows the bytes.
  if (bytes.length !== keyBytes)
    throw new FaultError({ code: 'CHANNEL_KEY_DAMAGED', path: file, sizeBytes: bytes.length })
  return bytes.toString('base64')
}

async function madeMachineKey(around: Around, access: VaultAccess): Promise<string> {
  const known = await machineKey(around, access)
  if (known !== null) return known
  const bytes = randomBytes(keyBytes)
  await replacePrivateFile(machineKeyFile(around, access), bytes)
  return bytes.toString('base64')
}

function bindingOf({ vaultId }: VaultAccess, { name, settings }: NamedChannel, key: string): SecretBinding {
  return { key, vaultId, channel: name, place: secretPlaceOf(settings) }
}

/** Seals a channel's secret for the vault. Throws CHANNEL_KEY_DAMAGED, and FOLDER_UNREADABLE for the home folder; rejects with the system's errors. */
export async function sealSecret(
  around: Around,
  access: VaultAccess,
  channel: NamedChannel,
  secret: string,
): Promise<string> {
  const key = access.vaultKey ?? (await madeMachineKey(around, access))
  return sealChannelSecret(bindingOf(access, channel, key), secret)
}

/** The secret of a channel; null: it has none. Throws CHANNEL_SECRET_UNREADABLE, CHANNEL_KEY_DAMAGED, and FOLDER_UNREADABLE for the home folder. */
export async function secretOf(
  around: Around,
  access: VaultAccess,
  { sealedSecret, ...channel }: StoredChannel,
): Promise<string | null> {
  if (sealedSecret === null) return null
  const keys =
    access.vaultKey === null
      ? [await machineKey(around, access)]
      : [access.vaultKey, ...(access.olderKeys ?? [])]
  const known = keys.filter((key) => key !== null)
  for (const key of known) {
    const secret = openChannelSecret(bindingOf(access, channel, key), sealedSecret)
    if (secret !== null) return secret
  }
  const reason = known.length === 0 ? 'not_here' : 'does_not_open'
  throw new FaultError({ code: 'CHANNEL_SECRET_UNREADABLE', channel: channel.name, reason })
}
