import { listChannels } from '../operations/channels/list-channels.ts'
import { removeChannel } from '../operations/channels/remove-channel.ts'
import { saveChannel } from '../operations/channels/save-channel.ts'
import { testChannel } from '../operations/channels/test-channel.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `channels`: the ways by which people are told. */
export function channelsApi({ operations }: ApiSurroundings) {
  const { channels } = guarded
  return {
    list: channels.list.handler(() => listChannels(operations)),
    save: channels.save.handler(({ input }) => saveChannel(operations, input)),
    remove: channels.remove.handler(({ input }) => removeChannel(operations, input.name)),
    test: channels.test.handler(({ input, signal }) =>
      testChannel(operations, input.name, signal ?? new AbortController().signal),
    ),
  }
}
