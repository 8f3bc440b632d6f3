import type { Actor } from '../../shared/domain/access/actor.ts'
import type { ChannelTools } from '../channels/channel.ts'
import type { Clock, Ports } from '../engine/engine.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import type { HomeFolder } from './home/home-folder.ts'
import type { Keychain } from './keys/keychain.ts'
import type { KitTools } from './kit/kit-tools.ts'
import type { Timers } from './timers.ts'

/** What the decisions ask of the process they run in. */
export interface World {
  /** Who this process acts for. */
  readonly actor: Actor
  /** The names of the groups that this user is in; asked of the system once, when it first matters. Never rejects. */
  readonly groups: () => Promise<readonly string[]>
  readonly ports: Ports
  readonly timers: Timers
  readonly jobs: JobRunner
  readonly home: HomeFolder
  readonly channels: ChannelTools
  readonly keychain: Keychain
  readonly kit: KitTools
  /** Where the user said, once for all, that the key of a vault is (HOLDFAST_PASSPHRASE_FILE, HOLDFAST_KEY_FILE). Absolute paths. */
  readonly keyPlaces: { readonly passphraseFile?: string | undefined; readonly keyFile?: string | undefined }
  /** The text of a file that comes with the program, by its path in `assets/`. */
  readAsset(path: string): Promise<string>
  /** Processor cores of this machine. */
  readonly cores: number
}

/** Now, UTC, ISO 8601 with milliseconds: how every moment is written. */
export function instantOf(clock: Clock): string {
  return new Date(clock.now()).toISOString()
}
