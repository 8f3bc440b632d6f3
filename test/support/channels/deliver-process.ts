import { openRetryQueue } from '../../../main/channels/retry-queue.ts'
import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { channelMessage, neverAborted } from './channel-message.ts'

// Delivers messages one after the other and says which are settled. Made to be killed. Arguments: the queue's folder, the receiver's
// address, the signing secret, the first part of every message's id.
const [, , folder = '', url = '', secret = '', prefix = ''] = process.argv
const { files, clock, logger, machine } = nodePorts(silentLogger)
const queue = await openRetryQueue({
  folder,
  files,
  readClocks: () => ({ wallMs: clock.now(), upMs: machine.upMs(), boot: machine.boot }),
  logger,
  channelOf: async () => webhookChannel({ kind: 'webhook', url, trustedCa: null }, secret, clock),
  onAttempt: ({ messageId, nextAt, isKept }) => {
    if (nextAt === null && isKept) process.send?.(messageId)
  },
})
for (let n = 0; ; n += 1) await queue.deliver('hook', channelMessage({ id: `${prefix}-${n}` }), neverAborted)
