import type { FileSystem } from '../engine/ports/file-system.ts'
import type { Logger } from '../engine/ports/ports.ts'
import type { ChannelTools } from './channel.ts'
import { mailProblems } from './email-channel.ts'
import { openChannel, type ChannelWorld } from './open-channel.ts'
import { noteWorking } from './queue-folder.ts'
import { memoryQueue, openRetryQueue } from './retry-queue.ts'
import { settingsProblems } from './settings-problems.ts'
import { webhookProblems } from './webhook-channel.ts'

/** What channels and their queue need of the world. */
export interface ChannelToolsWorld extends ChannelWorld {
  readonly files: FileSystem
  readonly logger: Logger
}

/** The ways by which people are told, over the real world. */
export function channelTools(world: ChannelToolsWorld): ChannelTools {
  return {
    open: (settings, secret) => openChannel(settings, secret, world),
    problemsOf(settings, secret) {
      if (settings.kind === 'email') return mailProblems(settings, secret)
      return settings.kind === 'webhook'
        ? webhookProblems(settings, secret ?? '')
        : settingsProblems(settings)
    },
    openQueue: (place) => openRetryQueue({ ...place, ...world }),
    memoryQueue: (place) => memoryQueue({ ...place, ...world }),
    noteWorking: (folder, channel) => noteWorking(world.files, folder, channel),
  }
}
