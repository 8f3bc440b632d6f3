import { instantPattern, idPattern, jsonFields } from '../image/json-fields.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'

/** Who holds a lease, since when, and what for. */
export interface LeaseFacts {
  /** Another for each time that it is taken. */
  readonly token: string
  /** What is done under it: `backup`, `verify`, `sweep`, `key-slots`… */
  readonly purpose: string
  /** The database whose files are written, if one is. */
  readonly subject: string | null
  readonly machine: string
  readonly hostName: string
  readonly pid: number
  readonly processMark: string
  /** UTC, ISO 8601. */
  readonly heartbeatAt: string
}

/** For holders on other machines only: longer than any step that can't renew. */
const staleAfterMs = 15 * 60_000
const limitBytes = 16 * 1024

/** Absolute path of a lease's file. */
export function leasePath(folder: string, name: string): string {
  return inVault(folder, `${vaultPaths.leases}/${name}.json`)
}

/** What a lease says that this process takes now. */
export function factsHere(ports: Ports, purpose: string, subject: string | null): LeaseFacts {
  const { machine } = ports
  return {
    token: ports.ids.newId(),
    purpose,
    subject,
    machine: machine.id,
    hostName: machine.hostName,
    pid: machine.pid,
    processMark: machine.markOf(machine.pid) ?? '',
    heartbeatAt: new Date(ports.clock.now()).toISOString(),
  }
}

function parse(bytes: Uint8Array): LeaseFacts {
  const fields = jsonFields(JSON.parse(new TextDecoder().decode(bytes)), 'the lease')
  return {
    token: fields.text('token', idPattern),
    purpose: fields.text('purpose'),
    subject: fields.textOrNull('subject'),
    machine: fields.text('machine'),
    hostName: fields.text('hostName'),
    pid: fields.count('pid'),
    processMark: fields.text('processMark'),
    heartbeatAt: fields.text('heartbeatAt', instantPattern),
  }
}

/** Reads a lease. Null: there is none. Undefined: there is a file that says nothing. */
export async function readLease(ports: Ports, file: string): Promise<LeaseFacts | null | undefined> {
  try {
    const bytes = await readSmallFile(ports, file, limitBytes)
    return bytes === null ? null : parse(bytes)
  } catch (error) {
    if (error instanceof SealError || error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Whether a lease's holder may still be at work. On this machine its process is looked at; on another only its
 * heartbeat can be, so a wall clock that is off by more than 15 minutes makes it look dead.
 */
export function isHolderAlive(ports: Ports, facts: LeaseFacts): boolean {
  const isFresh = Math.abs(ports.clock.now() - Date.parse(facts.heartbeatAt)) < staleAfterMs
  if (facts.machine !== ports.machine.id) return isFresh
  const mark = ports.machine.markOf(facts.pid)
  if (mark === null) return false
  // Where the system tells no marks, a number used again looks alive: only the heartbeat is left to judge by.
  return mark === '' || facts.processMark === '' ? isFresh : mark === facts.processMark
}

/** Whether a file that says nothing was written lately: its writer may be about to say more. */
export async function isRecent(ports: Ports, file: string): Promise<boolean> {
  const facts = await ports.files.stat(file)
  return facts !== null && Math.abs(ports.clock.now() - facts.modifiedAt) < staleAfterMs
}
