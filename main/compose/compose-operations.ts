import os from 'node:os'
import path from 'node:path'

import type { ActingBy } from '../../shared/domain/access/actor.ts'
import type { Channel } from '../channels/channel.ts'
import { channelTools } from '../channels/channel-tools.ts'
import { notifySendChannel } from '../channels/notify-send-channel.ts'
import type { Clock, Logger } from '../engine/engine.ts'
import { nodePorts } from '../engine/ports/node-ports.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import { homeFolderAt } from '../operations/home/home-folder.ts'
import type { Keychain } from '../operations/keys/keychain.ts'
import type { KitTools } from '../operations/kit/kit-tools.ts'
import { startOperations, type Operations } from '../operations/operations.ts'
import { actorOfProcess } from './actor-of-process.ts'
import { groupsOfProcess } from './groups-of-process.ts'
import { homePlace } from './home-place.ts'
import { keychainInChild, noKeychain } from './keychain-in-child.ts'
import { kitPlaces } from './kit-places.ts'
import { kitScriptInChild } from './kit-script-in-child.ts'
import { openLogFile } from './log-file.ts'
import { nodeTimers } from './node-timers.ts'
import { readAsset } from './read-asset.ts'

/** What a host chooses. */
export interface OperationsOptions {
  /** The way that its user works with Holdfast by. */
  readonly by: ActingBy
  /** Runs jobs; a function is handed the program's log. */
  readonly jobs: JobRunner | ((logger: Logger) => JobRunner)
  /** Holdfast's own folder; by the environment when left out. */
  readonly homeFolder?: string | undefined
  readonly clock?: Clock | undefined
  /** Another way to the OS keychain (Electron starts processes by its own means). */
  readonly keychain?: Keychain | undefined
  /** Another way to run a recovery kit's script. */
  readonly kitScripts?: KitTools['run'] | undefined
  /** How this program shows a notification on the desktop; left out: by `notify-send`. */
  readonly desktop?: Channel | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

/** Whether this process may run schedules: HOLDFAST_SCHEDULES=off leaves them to others (and tests to themselves). */
export function mayRunSchedules(env: NodeJS.ProcessEnv): boolean {
  return env['HOLDFAST_SCHEDULES'] !== 'off'
}

/** The decisions of one process over the real world. */
export interface ComposedOperations {
  readonly operations: Operations
  readonly logger: Logger
  /** Cancels what runs, closes the vault. */
  close(): Promise<void>
}

function placeIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const given = env[name]
  return given === undefined || given === '' ? undefined : path.resolve(given)
}

/** HOLDFAST_KEYCHAIN=off does without a keychain: for servers, and for tests that must not touch the user's. */
function keychainFor(options: OperationsOptions, env: NodeJS.ProcessEnv): Keychain {
  if (env['HOLDFAST_KEYCHAIN'] === 'off') return noKeychain
  return options.keychain ?? keychainInChild()
}

/** Puts the decisions together with the real world. No vault is open yet. */
export async function composeOperations(options: OperationsOptions): Promise<ComposedOperations> {
  const env = options.env ?? process.env
  const home = homeFolderAt(options.homeFolder ?? homePlace(env))
  const log = openLogFile(home.logsFolder)
  const nodes = nodePorts(log)
  const ports = options.clock === undefined ? nodes : { ...nodes, clock: options.clock }
  const operations = await startOperations({
    actor: actorOfProcess(options.by),
    groups: groupsOfProcess(),
    ports,
    timers: nodeTimers,
    jobs: typeof options.jobs === 'function' ? options.jobs(log) : options.jobs,
    home,
    channels: channelTools({ ...ports, desktop: options.desktop ?? notifySendChannel(env) }),
    keychain: keychainFor(options, env),
    kit: { ...kitPlaces(), run: options.kitScripts ?? kitScriptInChild() },
    keyPlaces: {
      passphraseFile: placeIn(env, 'HOLDFAST_PASSPHRASE_FILE'),
      keyFile: placeIn(env, 'HOLDFAST_KEY_FILE'),
    },
    readAsset,
    cores: os.availableParallelism(),
  })
  return {
    operations,
    logger: log,
    close: () => operations.close(),
  }
}
