import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

import type { Machine } from './machine.ts'

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** The start time in clock ticks since boot is field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets. */
function startTicksOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === '') return null
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended: it holds no lock and writes no file.
  return afterName[0] === 'Z' ? null : (afterName[19] ?? '')
}

function doesAnswer(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The kernel moves `btime` along when its clock is set. */
function bootedAtMs(): number | null {
  const [, seconds] = /^btime (\d+)$/m.exec(read('/proc/stat')) ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}

function nodeMachine(): Machine {
  const boot = read('/proc/sys/kernel/random/boot_id')
  const hasProc = startTicksOf(process.pid) !== null
  return {
    id: [hostname(), boot, pidNamespace()].join('/'),
    installation: [hostname(), read('/etc/machine-id')].join('/'),
    hostName: hostname(),
    bootedAtMs: bootedAtMs(),
    boot: boot === '' ? null : boot,
    upMs: () => Math.round(uptime() * 1000),
    pid: process.pid,
    markOf: hasProc ? startTicksOf : (pid) => (doesAnswer(pid) ? '' : null),
  }
}

/** This machine and process. */
export const thisMachine: Machine = nodeMachine()
