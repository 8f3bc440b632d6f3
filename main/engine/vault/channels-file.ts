import type { ChannelSettings } from '../../../shared/domain/alerts/channel-settings.ts'
import type { NamedChannel } from '../../../shared/domain/alerts/named-channel.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { base64Pattern, jsonFields, type JsonFields } from '../image/json-fields.ts'
import { canonicalJson, SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { holdingLease } from './leases.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { writingVault } from './vault-faults.ts'

/** A channel as the vault keeps it: its settings in clear, its secret sealed (`channel-secret.ts`). */
export interface StoredChannel extends NamedChannel {
  /** Null: it has none. */
  readonly sealedSecret: string | null
}

const formatVersion = 1
const limitBytes = 1 << 20
/** Another program changes channels for no longer than it takes to write the file. */
const patienceMs = 10_000

function settingsFrom(fields: JsonFields): ChannelSettings {
  const kind = fields.oneOf('kind', ['email', 'webhook', 'notification'])
  if (kind === 'notification') return { kind }
  const trustedCa = fields.textOrNull('trustedCa')
  if (kind === 'webhook') return { kind, url: fields.text('url'), trustedCa }
  return {
    kind,
    host: fields.text('host'),
    port: fields.count('port'),
    security: fields.oneOf('security', ['starttls', 'tls', 'none']),
    user: fields.textOrNull('user'),
    from: fields.text('from'),
    to: fields.texts('to'),
    trustedCa,
  }
}

function channelFrom(fields: JsonFields): StoredChannel {
  return {
    name: fields.text('name'),
    settings: settingsFrom(fields.object('settings')),
    sealedSecret: fields.textOrNull('sealedSecret', base64Pattern),
  }
}

/** Reads channels as their file says them. Throws SealError, SyntaxError, TypeError. */
export function channelsFromBytes(bytes: Uint8Array): readonly StoredChannel[] {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  const fields = jsonFields(value, 'the channels')
  fields.count('formatVersion', 1, formatVersion)
  return fields.list('channels', channelFrom)
}

/** The channels that a vault keeps. Throws CHANNELS_DAMAGED; rejects with the system's errors. */
export async function readChannels(ports: Ports, folder: string): Promise<readonly StoredChannel[]> {
  const path = inVault(folder, vaultPaths.channels)
  const bytes = await readSmallFile(ports, path, limitBytes)
  if (bytes === null) return []
  try {
    return channelsFromBytes(bytes)
  } catch (error) {
    const isExpected =
      error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError
    if (!isExpected) throw error
    throw new FaultError({ code: 'CHANNELS_DAMAGED', path, problem: error.message }, { cause: error })
  }
}

/** Changes who is told, and by which ways, while no other program does. Throws the faults of writing a vault. */
export function changingWhoIsTold<T>(ports: Ports, folder: string, work: () => Promise<T>): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'channels', work, patienceMs))
}

/** Changes the channels of a vault while no other program does. Throws as `readChannels`, and the faults of writing a vault. */
export function changeChannels(
  ports: Ports,
  folder: string,
  change: (
    channels: readonly StoredChannel[],
  ) => readonly StoredChannel[] | Promise<readonly StoredChannel[]>,
): Promise<void> {
  const work = async (): Promise<void> => {
    const channels = await change(await readChannels(ports, folder))
    const text = canonicalJson({
      formatVersion,
      channels: channels
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, settings, sealedSecret }) => ({ name, settings: { ...settings }, sealedSecret })),
    })
    await replaceFile(ports, inVault(folder, vaultPaths.channels), text)
  }
  return changingWhoIsTold(ports, folder, work)
}
