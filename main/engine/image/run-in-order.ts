/**
 * Starts work item by item, with at most `depth` under way, and finishes the results in the order of the items: reading
 * and writing stay sequential while what lies between runs in parallel. Stops at the first error and passes it on; work
 * that is still under way then is left to its own end, and its errors are dropped.
 */
export async function runInOrder<T>(
  count: number,
  depth: number,
  steps: {
    /** Prepares item `n` (reading) and starts its work, which is the promise inside. */
    start(n: number): Promise<{ readonly work: Promise<T> }>
    finish(result: T, n: number): Promise<void>
  },
): Promise<void> {
  const underWay: Promise<T>[] = []
  let finished = 0
  const finishNext = async (): Promise<void> => {
    const next = underWay.shift()
    if (next !== undefined) await steps.finish(await next, finished++)
  }
  for (let n = 0; n < count; n += 1) {
    if (underWay.length >= depth) await finishNext()
    const { work } = await steps.start(n)
    // Watched from the start: it may fail while an earlier one is awaited.
    work.catch(() => undefined)
    underWay.push(work)
  }
  while (underWay.length > 0) await finishNext()
}
