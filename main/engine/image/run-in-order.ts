/** Waits for both, and passes the first error on only then: nothing of either is under way any more. */
async function bothOf(one: Promise<void>, other: Promise<void>): Promise<void> {
  for (const end of await Promise.allSettled([one, other])) if (end.status === 'rejected') throw end.reason
}

/**
 * Starts work item by item, with at most `depth` under way beside the one that is being finished, in the order of the items: starts
 * (reading) come one after the other, and so do finishes (writing), each beside the other; what lies between runs in parallel. Stops at the
 * first error and passes it on; work that is still under way then is left to its own end, and its errors are dropped.
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
  const startNext = async (n: number): Promise<void> => {
    const { work } = await steps.start(n)
    // Watched from the start: it may fail while an earlier one is awaited.
    work.catch(() => undefined)
    underWay.push(work)
  }
  for (let n = 0; n < count; n += 1) {
    if (underWay.length < depth) await startNext(n)
    else await bothOf(startNext(n), finishNext())
  }
  while (underWay.length > 0) await finishNext()
}
