import type { Ports } from '../ports/ports.ts'

/** What takes finished steps back, newest first. */
export interface UndoList {
  add(step: string, takeBack: () => Promise<void>): void
  /** Runs every step even when one fails; a failure is logged, for the error that led here is the one to report. */
  takeBack(): Promise<void>
}

/** An empty list. */
export function undoList(ports: Ports): UndoList {
  const steps: { step: string; takeBack: () => Promise<void> }[] = []
  return {
    add: (step, takeBack) => void steps.push({ step, takeBack }),
    async takeBack() {
      for (const { step, takeBack } of steps.splice(0).toReversed()) {
        try {
          await takeBack()
        } catch (error) {
          ports.logger.error('restore step not taken back', { step, because: String(error) })
        }
      }
    },
  }
}

/** Runs steps that note how to take them back; when one throws, takes back what was done and throws its error. */
export async function withUndo<T>(ports: Ports, work: (undo: UndoList) => Promise<T>): Promise<T> {
  const undo = undoList(ports)
  try {
    return await work(undo)
  } catch (error) {
    await undo.takeBack()
    throw error
  }
}
