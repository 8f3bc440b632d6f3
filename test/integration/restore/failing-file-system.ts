import type { FileSystem, OpenFile } from '../../../main/engine/ports/file-system.ts'
import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'

/** Asked before each call; throws or does worse to make it fail. `call` counts from 1. */
export type BeforeCall = (call: number, name: string) => void

function wrap<T extends object>(
  real: T,
  before: (name: string) => void,
  around: (value: unknown) => unknown,
): T {
  return new Proxy(real, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function' || typeof name !== 'string') return member
      return async (...given: unknown[]): Promise<unknown> => {
        before(name)
        return around(await (member as (...all: unknown[]) => unknown).apply(target, given))
      }
    },
  })
}

/** The real file system with something in the way of chosen calls. Closing is not counted: it always works, as on Linux. */
export function interceptedFiles(beforeCall: BeforeCall): { files: FileSystem; calls: () => number } {
  let call = 0
  const before = (name: string): void => {
    if (name === 'close') return
    call += 1
    beforeCall(call, name)
  }
  const around = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'sync' in value
      ? wrap(value as OpenFile, before, (inner) => inner)
      : value
  return { files: wrap(nodeFileSystem, before, around), calls: () => call }
}

/** A system error as Node throws it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: planted`), { code, errno: -1, syscall: 'planted' })
}
