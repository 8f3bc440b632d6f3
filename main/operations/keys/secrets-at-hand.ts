import { faultOf } from '../../../shared/domain/fault.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import type { KeySecret } from '../../engine/engine.ts'
import type { World } from '../world.ts'
import { knownKeyFiles } from './known-key-files.ts'
import { secretOf, type GivenKey } from './resolve-key.ts'

/** A secret of this machine, and the file that it is in, if it is in one. */
export interface SecretAtHand {
  readonly secret: KeySecret
  readonly keyFile?: string | undefined
}

/** A place that can't be read has no secret: whoever asks goes on to the next. */
async function readIfThere(world: World, given: GivenKey): Promise<readonly SecretAtHand[]> {
  try {
    return [{ secret: await secretOf(given), keyFile: given.kind === 'key_file' ? given.path : undefined }]
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    world.ports.logger.info('keys.not_at_hand', { code: fault.code })
    return []
  }
}

async function fromKeychain(world: World, vaultId: string): Promise<readonly SecretAtHand[]> {
  try {
    const secret = await world.keychain.get(vaultId)
    return secret === null ? [] : [{ secret: { kind: 'keychain', secret } }]
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    world.ports.logger.warn('keychain.no_key', { vaultId, code: fault.code })
    return []
  }
}

/** What this machine has of a kind of secret without anybody typing it. May be empty; never rejects for a place that can't be read. */
export async function secretsAtHand(
  world: World,
  vaultId: string,
  kind: KeySlotKind,
): Promise<readonly SecretAtHand[]> {
  if (kind === 'keychain') return fromKeychain(world, vaultId)
  if (kind === 'key_file') {
    const files = await knownKeyFiles(world, vaultId)
    return (await Promise.all(files.map((path) => readIfThere(world, { kind, path })))).flat()
  }
  const { passphraseFile } = world.keyPlaces
  if (kind === 'recovery_code' || passphraseFile === undefined) return []
  return readIfThere(world, { kind: 'passphrase_file', path: passphraseFile })
}
