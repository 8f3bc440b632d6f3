import { afterEach, expect, it } from 'vitest'

import { runAgent, type AgentEvent } from '../../../main/cli/agent/run-agent.ts'
import { closeRigs, schedulingRig, testClock } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

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
  await runAgent(operations, { openVault, tell, signal: stopped.signal, finishes: false })
  expect(events).toMatchObject([{ event: 'waiting', fault: { code: 'VAULT_READ_ONLY' } }])
})
