import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import type { Client } from '../../shared/contract/contract.ts'
import type { ChangeEvent } from '../../shared/contract/jobs-contract.ts'
import { applyChange } from './apply-change.ts'
import { useClient } from './connection.tsx'

const firstWaitMs = 250
const longestWaitMs = 8000
/** Bursts of changes (a hundred backups ending) ask again at most this often. */
const gatherMs = 250

/** Keeps the answers of a window true for as long as it is open: one stream, taken up again after each loss. */
export function useChanges(): void {
  const client = useClient()
  const queries = useQueryClient()
  useEffect(() => {
    const stop = new AbortController()
    void followChanges(client, queries, stop.signal)
    return () => stop.abort()
  }, [client, queries])
}

/** Never rejects. Ends when the signal says so. After a loss everything is asked again: what was missed is not known. */
export async function followChanges(
  client: Client,
  queries: QueryClient,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = firstWaitMs
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      const changes = await client.jobs.watch(undefined, { signal })
      void queries.invalidateQueries({}, { cancelRefetch: !isFirst })
      waitMs = firstWaitMs
      await applyGathered(changes, queries, signal)
    } catch {
      // The line's own state is shown by the frame; here it is only dialled again.
    }
    await rest(waitMs, signal)
    waitMs = Math.min(waitMs * 2, longestWaitMs)
  }
}

async function applyGathered(
  changes: AsyncIterable<ChangeEvent>,
  queries: QueryClient,
  signal: AbortSignal,
): Promise<void> {
  const gathered = new Map<string, ChangeEvent>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    const due = [...gathered.values()]
    gathered.clear()
    if (!signal.aborted) for (const change of due) applyChange(queries, change)
  }
  for await (const change of changes) {
    if (signal.aborted) return
    if (change.topic === 'jobs' || change.topic === 'vault' || change.topic === 'settings') {
      applyChange(queries, change)
      continue
    }
    gathered.set(change.topic, change)
    timer ??= setTimeout(flush, gatherMs)
  }
}

function rest(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, waitMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
