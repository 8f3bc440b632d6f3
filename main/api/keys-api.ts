import { addKey, changeKey, removeKey, renewRecoveryCode } from '../operations/keys/change-keys.ts'
import { listKeys } from '../operations/keys/list-keys.ts'
import { rotateKey } from '../operations/keys/rotate-key.ts'
import { testKey } from '../operations/keys/test-key.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `keys`: what opens the vault. */
export function keysApi({ operations }: ApiSurroundings) {
  const { keys } = guarded
  return {
    list: keys.list.handler(() => listKeys(operations)),
    add: keys.add.handler(({ input }) => addKey(operations, input.key)),
    change: keys.change.handler(({ input }) => changeKey(operations, input.slotId, input.key)),
    recoveryCode: keys.recoveryCode.handler(() => renewRecoveryCode(operations)),
    remove: keys.remove.handler(({ input }) => removeKey(operations, input.slotId, input.confirmName)),
    rotate: keys.rotate.handler(({ input }) => rotateKey(operations, input)),
    test: keys.test.handler(({ input }) => testKey(operations, input.slotId, input.key)),
  }
}
