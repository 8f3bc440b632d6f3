import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'

/** What takes finished steps back, newest first. */
export interface UndoList {
  /** Something at the target's own names changed. */
  changed(step: string, takeBack: () => Promise<void>): void
  /** Something was made beside the target. That it stays harms nothing. */
  made(step: string, takeBack: () => Promise<void>): void
}

interface Step {
  readonly step: string
  readonly isTarget: boolean
  readonly takeBack: () => Promise<void>
}

/** What could not be taken back, in words; null when the target is what it was. */
async function takeAllBack(ports: Ports, steps: readonly Step[]): Promise<string | null> {
  for (const { step, isTarget, takeBack } of steps.toReversed()) {
    try {
      await takeBack()
    } catch (error) {
      ports.logger.error('restore step not taken back', { step, because: String(error) })
      // Older steps stand on this one: an old log put beside the new file would be replayed into it, and what was set
      // aside may be all that is left of the old content.
      if (isTarget) return `${step} (${String(error)})`
    }
  }
  return null
}

function unproved(target: string, step: string, cause: unknown): FaultError {
  const because = faultOf(cause)?.code ?? String(cause)
  const detail = `it failed (${because}), and what was done to ${target} could not be taken back: ${step}`
  return new FaultError({ code: 'RESTORE_UNPROVED', path: target, detail }, { cause })
}

/**
 * Runs steps that note how to take them back; when one throws, takes back what was done and throws its error, or
 * RESTORE_UNPROVED where the target could not be made again what it was.
 */
export async function withUndo<T>(
  ports: Ports,
  target: string,
  work: (undo: UndoList) => Promise<T>,
): Promise<T> {
  const steps: Step[] = []
  const undo: UndoList = {
    changed: (step, takeBack) => void steps.push({ step, isTarget: true, takeBack }),
    made: (step, takeBack) => void steps.push({ step, isTarget: false, takeBack }),
  }
  try {
    return await work(undo)
  } catch (error) {
    const stuck = await takeAllBack(ports, steps)
    throw stuck === null ? error : unproved(target, stuck, error)
  }
}
