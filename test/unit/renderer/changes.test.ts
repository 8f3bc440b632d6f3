import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { endedSince } from '../../../renderer/app/watch-host.tsx'
import { applyChange, mergeJobs } from '../../../renderer/state/apply-change.ts'
import { followChanges } from '../../../renderer/state/follow-changes.ts'
import { newQueryClient } from '../../../renderer/state/new-query-client.ts'
import { queryKeys } from '../../../renderer/state/query-keys.ts'
import { readFault } from '../../../renderer/state/read-fault.ts'
import { permitsOf } from '../../../renderer/state/use-vault-permits.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import { sampleBackend } from '../../support/sample/sample-backend.ts'
import { SampleFault } from '../../support/sample/sample-store.ts'
import { makeScene } from '../../support/sample/scenes.ts'

const stops: AbortController[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop.abort()))

function withAnswers(): QueryClient {
  const queries = new QueryClient()
  for (const key of [
    queryKeys.overview,
    queryKeys.databaseList,
    queryKeys.settings,
    queryKeys.vault,
    queryKeys.system,
    ['activity', {}, 0],
    ['backups', 'list'],
  ]) {
    queries.setQueryData(key, {})
  }
  return queries
}

function stale(queries: QueryClient): readonly string[] {
  return queries
    .getQueryCache()
    .getAll()
    .filter((query) => query.state.isInvalidated)
    .map((query) => query.queryKey.filter((part) => typeof part === 'string').join(' '))
    .sort()
}

describe('a change', () => {
  it('makes stale just what it concerns', () => {
    const queries = withAnswers()
    applyChange(queries, { topic: 'activity' })
    expect(stale(queries)).toEqual(['activity', 'databases overview'])
  })
  it('of backups also makes the databases stale', () => {
    const queries = withAnswers()
    applyChange(queries, { topic: 'backups', databaseId: 'd1' })
    expect(stale(queries)).toEqual(['backups list', 'databases list', 'databases overview'])
  })
  it('of the vault keeps its own status and what is known of the host', () => {
    const queries = withAnswers()
    applyChange(queries, { topic: 'vault', status: { state: 'none' } })
    expect(queries.getQueryData(queryKeys.vault)).toEqual({ state: 'none' })
    expect(stale(queries)).not.toContain('vault status')
    expect(stale(queries)).not.toContain('system')
    expect(stale(queries)).toContain('databases overview')
  })
  it('of jobs moves them in place, new ones first', () => {
    const [first, second, third] = makeScene('running').jobs as [JobView, JobView, JobView]
    const moved = { ...second, state: 'done' as const }
    expect(mergeJobs([first, second], [moved, third])).toEqual([third, first, moved])
  })
  it('that was missed makes everything stale', () => {
    const queries = withAnswers()
    applyChange(queries, { topic: 'lagged' })
    expect(stale(queries)).toHaveLength(7)
  })
})

describe('the stream of changes', () => {
  it('is taken up again after a loss, and everything is asked again', async () => {
    const { client, store } = sampleBackend('proved')
    const queries = new QueryClient()
    const asked = vi.spyOn(queries, 'invalidateQueries')
    const watched = vi.spyOn(client.jobs, 'watch')
    const stop = new AbortController()
    stops.push(stop)
    void followChanges(client, queries, stop.signal)
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
    store.hub.end()
    await vi.waitFor(() => expect(watched).toHaveBeenCalledTimes(2), { timeout: 4000 })
    await vi.waitFor(() => expect(asked).toHaveBeenLastCalledWith({}, { cancelRefetch: true }))
    store.hub.tell({ topic: 'settings', settings: { ...store.settings, theme: 'dark' } })
    await vi.waitFor(() => expect(queries.getQueryData(queryKeys.settings)).toMatchObject({ theme: 'dark' }))
  })
  it('ends with the window', async () => {
    const { client } = sampleBackend('proved')
    const stop = new AbortController()
    const following = followChanges(client, new QueryClient(), stop.signal)
    stop.abort()
    await expect(following).resolves.toBeUndefined()
  })
})

describe('what the host answers', () => {
  it('carries its fault through the client, and nothing else is taken for one', () => {
    expect(readFault(new SampleFault({ code: 'JOB_CANCELLED' }))).toEqual({ code: 'JOB_CANCELLED' })
    expect(readFault(Object.assign(new Error(), { code: 'INTERNAL_SERVER_ERROR', data: {} }))).toBeNull()
    expect(readFault('gone')).toBeNull()
  })
  it('is asked once where it is a fault, and again where the line broke', async () => {
    const queries = newQueryClient(() => undefined)
    const refuse = vi.fn<() => Promise<never>>(() =>
      Promise.reject(new SampleFault({ code: 'JOB_CANCELLED' })),
    )
    await expect(
      queries.fetchQuery({
        queryKey: ['a'],
        queryFn: refuse,
        retry: queries.getDefaultOptions().queries?.retry ?? false,
      }),
    ).rejects.toThrow()
    expect(refuse).toHaveBeenCalledTimes(1)
  })
  it('allows what the vault allows', () => {
    expect(permitsOf(undefined).canBackUp).toBe(false)
    expect(permitsOf(makeScene('read-only').vault)).toEqual({
      canBackUp: false,
      canRead: true,
      why: 'read_only',
    })
    expect(permitsOf(makeScene('unreachable').vault).canRead).toBe(false)
  })
})

describe('jobs that end', () => {
  const job = makeScene('running').jobs[0]!
  it('are told of once, and not those that had ended before the window opened', () => {
    const ended = { ...job, state: 'done' as const, endedAt: '2026-11-23T20:00:00Z' }
    expect(endedSince(new Map([[job.id, 'running']]), [ended])).toEqual([ended])
    expect(endedSince(new Map(), [ended])).toEqual([])
    expect(endedSince(new Map([[job.id, 'done']]), [ended])).toEqual([])
  })
})
