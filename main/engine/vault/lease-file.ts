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
  /** Ids of the backups that are read, so that nobody removes them. */
  readonly reads: readonly string[]
  /** Ids of the backups that are being removed, so that nobody begins to read them. */
  readonly removes: readonly string[]
  readonly machine: string
  readonly installation: string
  readonly hostName: string
  readonly pid: number
  readonly processMark: string
  /** UTC, ISO 8601. */
  readonly heartbeatAt: string
  /** How long its holder may be silent: longer than any of its steps that can't renew. */
  readonly silentForMs: number
}

/** What a lease is taken for. */
export interface LeaseWish {
  /** Its file's name: one holder at a time. */
  readonly name: string
  readonly purpose: string
  readonly subject?: string
  readonly reads?: readonly string[]
  readonly removes?: readonly string[]
  /** 15 minutes when not given. Matters to programs on other machines only. */
  readonly silentForMs?: number
}

const staleAfterMs = 15 * 60_000
/** The ids of a very long chain. */
const limitBytes = 1 << 20

/** Absolute path of a lease's file. */
export function leasePath(folder: string, name: string): string {
  return inVault(folder, `${vaultPaths.leases}/${name}.json`)
}

/** What a lease says that this process takes now. */
export function factsHere(ports: Ports, wish: LeaseWish): LeaseFacts {
  const { machine } = ports
  return {
    token: ports.ids.newId(),
    purpose: wish.purpose,
    subject: wish.subject ?? null,
    reads: wish.reads ?? [],
    removes: wish.removes ?? [],
    machine: machine.id,
    installation: machine.installation,
    hostName: machine.hostName,
    pid: machine.pid,
    processMark: machine.markOf(machine.pid) ?? '',
    heartbeatAt: new Date(ports.clock.now()).toISOString(),
    silentForMs: wish.silentForMs ?? staleAfterMs,
  }
}

function parse(bytes: Uint8Array): LeaseFacts {
  const fields = jsonFields(JSON.parse(new TextDecoder().decode(bytes)), 'the lease')
  return {
    token: fields.text('token', idPattern),
    purpose: fields.text('purpose'),
    subject: fields.textOrNull('subject'),
    reads: fields.texts('reads'),
    removes: fields.texts('removes'),
    machine: fields.text('machine'),
    installation: fields.text('installation'),
    hostName: fields.text('hostName'),
    pid: fields.count('pid'),
    processMark: fields.text('processMark'),
    heartbeatAt: fields.text('heartbeatAt', instantPattern),
    silentForMs: fields.count('silentForMs'),
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

/** A holder of this machine that was silent since before its last start ended with it. */
function diedWithMachine({ machine }: Ports, facts: LeaseFacts): boolean {
  const isSame = facts.installation === machine.installation
  return isSame && machine.bootedAtMs !== null && Date.parse(facts.heartbeatAt) < machine.bootedAtMs
}

/**
 * Whether a lease's holder may still be at work. On this machine its process is looked at; on another only its
 * heartbeat can be, so there a wall clock that is off by more than `silentForMs` makes it look dead.
 */
export function isHolderAlive(ports: Ports, facts: LeaseFacts): boolean {
  const isFresh = Math.abs(ports.clock.now() - Date.parse(facts.heartbeatAt)) < facts.silentForMs
  if (facts.machine !== ports.machine.id) return isFresh && !diedWithMachine(ports, facts)
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
