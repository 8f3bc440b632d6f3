import { checkKit } from '../operations/kit/check-kit.ts'
import { makeKit } from '../operations/kit/make-kit.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `kit`: what restores without Holdfast. */
export function kitApi({ operations }: ApiSurroundings) {
  const { kit } = guarded
  return {
    make: kit.make.handler(({ input }) => makeKit(operations, input)),
    check: kit.check.handler(({ input, signal }) =>
      checkKit(operations, input, signal ?? new AbortController().signal),
    ),
  }
}
