import { afterEach, expect, it } from 'vitest'

import { agentWords, runAgent, type AgentEvent } from '../../../main/cli/agent/run-agent.ts'
import { lackOfRoom } from '../../../main/operations/schedules/agents.ts'
import { systemError } from '../restore/failing-file-system.ts'
import { closeRigs, schedulingRig, testClock } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

/** Of which this machine knows nothing. */
const unknownVault = { vaultFolder: '/mnt/vault', rememberedVault: () => Promise.resolve(null) }

it('an agent says that its vault is read-only, and waits for it', async () => {
  const { operations } = await schedulingRig(testClock('2026-11-27T05:00:00.000Z'))
  const { session } = operations
  const stopped = new AbortController()
  const events: AgentEvent[] = []
  // As a vault on a file system that is mounted read-only is opened.
  const openVault = (): Promise<void> => {
    session.become({ state: 'open', vault: { ...session.reachable(), isReadOnly: true } })
    return Promise.resolve()
  }
  const tell = (event: AgentEvent): void => {
    events.push(event)
    stopped.abort()
  }
  setTimeout(() => stopped.abort(), 2000).unref()
  await runAgent(operations, { openVault, ...unknownVault, tell, signal: stopped.signal, finishes: false })
  expect(events).toMatchObject([{ event: 'waiting', fault: { code: 'VAULT_READ_ONLY' } }])
})

it('an agent says that its vault has no room for its lease, and goes on', async () => {
  const rig = await schedulingRig(testClock('2026-11-27T05:00:00.000Z'))
  const { world } = rig.operations
  const { files } = world.ports
  const link: typeof files.link = (from, to) =>
    to.includes('leases') ? Promise.reject(systemError('ENOSPC')) : files.link(from, to)
  const ports = { ...world.ports, files: { ...files, link } }
  const operations = { ...rig.operations, world: { ...world, ports } }
  const stopped = new AbortController()
  const events: AgentEvent[] = []
  const tell = (event: AgentEvent): void => {
    events.push(event)
    stopped.abort()
  }
  setTimeout(() => stopped.abort(), 5000).unref()
  const openVault = (): Promise<void> => Promise.resolve()
  await runAgent(operations, { openVault, ...unknownVault, tell, signal: stopped.signal, finishes: false })
  expect(events.map(({ event }) => event)).toEqual(['hindered', 'stopping'])
  expect(events[0]).toMatchObject({ fault: { code: 'VAULT_FULL' } })
  expect(agentWords(events[0]!)).toMatch(/^Nothing runs by itself: The file system of .* has no room/)
})

it('agents are hindered only where there is no room for their lease', async () => {
  const rig = await schedulingRig(testClock('2026-11-27T05:00:00.000Z'))
  const { world } = rig.operations
  const { files } = world.ports
  expect(await lackOfRoom(rig.operations)).toBeNull()
  const ports = { ...world.ports, files: { ...files, freeBytes: () => Promise.resolve(4096) } }
  expect(await lackOfRoom({ ...rig.operations, world: { ...world, ports } })).toMatchObject({
    code: 'VAULT_FULL',
    freeBytes: 4096,
  })
})
