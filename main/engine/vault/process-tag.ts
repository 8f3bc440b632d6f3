import { createHash } from 'node:crypto'

import type { Machine } from '../ports/machine.ts'
import type { Ports } from '../ports/ports.ts'

const pattern = /^([0-9a-f]{8})-(\d+)-([0-9A-Za-z]*)-[0-9a-f]{8}$/

function shortIdOf(machine: Machine): string {
  return createHash('sha256').update(machine.id).digest('hex').slice(0, 8)
}

/** Marks a small file that this process is about to write and name, another each time: `machine-pid-mark-random`. */
export function newProcessTag(ports: Ports): string {
  const { machine } = ports
  const random = ports.ids.newId().slice(0, 8)
  return `${shortIdOf(machine)}-${machine.pid}-${machine.markOf(machine.pid) ?? ''}-${random}`
}

/**
 * Whether the process of a tag still runs. Null where that can't be told: it is another machine's, the system tells no
 * marks, or it is no such tag.
 */
export function isTaggedProcessAlive(machine: Machine, tag: string): boolean | null {
  const [, machineId, pid, mark] = pattern.exec(tag) ?? []
  if (machineId === undefined || machineId !== shortIdOf(machine)) return null
  const now = machine.markOf(Number(pid))
  if (now === null) return false
  return now === '' || mark === '' ? null : now === mark
}
