import { setTimeout as delay } from 'node:timers/promises'

import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { agentsHere, listAgents, type AgentView } from '../../operations/schedules/agents.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

const lookAgainMs = 100

function agentText({ pid, hostName, acts }: AgentView): string {
  return `Process ${pid} on ${hostName} ${acts ? 'runs the schedules of this vault' : 'stands by'}.\n`
}

/** `agent status`: which agents have the vault open. The exit status is 1 where none has. */
export function agentStatusCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true })
    const agents = await listAgents(session.operations)
    answer(session, options, { agents }, () => agents.map(agentText).join('') || 'No agent is running.\n')
    return agents.length === 0 ? exitStatus.failed : exitStatus.done
  })
}

/** `agent stop`: tells the agents of this machine to stop, and waits until they have. */
export function agentStopCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true })
    const { operations } = session
    const agents = await agentsHere(operations)
    for (const { pid } of agents) process.kill(pid, 'SIGTERM')
    while ((await listAgents(operations)).some(({ isHere }) => isHere)) {
      session.signal.throwIfAborted()
      await delay(lookAgainMs)
    }
    const stopped = agents.map(({ pid }) => pid)
    answer(session, options, { success: true, stopped }, () => `Stopped: process ${stopped.join(', ')}.\n`)
    return exitStatus.done
  })
}
