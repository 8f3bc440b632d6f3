import { setTimeout as delay } from 'node:timers/promises'

import type { Fault } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { viewSchedules } from '../../operations/schedules/view-schedules.ts'
import { agentsHere, lackOfRoom, listAgents, type AgentView } from '../../operations/schedules/agents.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { unreadPoliciesText } from '../output/unread-policies-text.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

const lookAgainMs = 100

function agentText({ pid, hostName, acts }: AgentView): string {
  return `Process ${pid} on ${hostName} ${acts ? 'runs the schedules of this vault' : 'stands by'}.\n`
}

/** Where a lease has no room an agent that runs can't be seen. */
function noneText(fault: Fault | null): string {
  return fault === null
    ? 'No agent is running.\n'
    : 'No agent says that it is running, and none could: the vault has no room.\n'
}

/** `agent status`: which agents have the vault open. The exit status is 1 where none has. */
export function agentStatusCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'schedules.view')
    const { operations } = session
    const agents = await listAgents(operations)
    const { damagedPolicies } = await viewSchedules(operations)
    const fault = await lackOfRoom(operations)
    const hinders = fault === null ? null : jsonError(fault)
    answer(session, options, { agents, damagedPolicies, hinders }, () => {
      const told = agents.map(agentText).join('') || noneText(fault)
      const full = fault === null ? '' : faultLines(fault)
      return `${told}${full}${unreadPoliciesText(damagedPolicies)}`
    })
    return agents.length === 0 ? exitStatus.failed : exitStatus.done
  })
}

/** `agent stop`: tells the agents of this machine to stop, and waits until they have. */
export function agentStopCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'agent.stop')
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
