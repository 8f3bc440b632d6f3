import type { FileSystem, OpenFile } from '../../main/engine/ports/file-system.ts'
import { nodeFileSystem } from '../../main/engine/ports/node-file-system.ts'

/** The calls that can be made to fail: of the file system itself, and `file.…` of an open file. */
export type FaultyCall =
  keyof FileSystem | 'file.read' | 'file.write' | 'file.sync' | 'file.truncate' | 'file.stat' | 'file.close'

/** What goes wrong. Calls are counted from 1, over all files. */
export type PlannedFault =
  /** The Nth call of the named kinds fails with this error; every other one works. */
  | {
      readonly kind: 'fail'
      readonly at: number
      readonly calls: readonly FaultyCall[]
      readonly errno: string
    }
  /** The Nth write puts half of its bytes down and then fails. */
  | { readonly kind: 'short_write'; readonly at: number; readonly errno: string }
  /** No more than so many bytes can be written: the write that goes beyond puts down what fits, and fails with ENOSPC. */
  | { readonly kind: 'full_after'; readonly bytes: number }
  /**
   * From the Nth call that changes anything on, nothing reaches the disk and every call fails: to the files left behind this
   * process is dead.
   */
  | { readonly kind: 'kill'; readonly at: number }

/** A file system of this machine with a planned fault. */
export interface FaultyFileSystem extends FileSystem {
  /** Whether the fault has happened. A loop over N ends with the first run in which it has not. */
  hasStruck(): boolean
  /** How many calls that the plan counts were made. */
  callsCounted(): number
}

const changingCalls: readonly FaultyCall[] = [
  'makeFolder',
  'rename',
  'link',
  'remove',
  'removeFolder',
  'syncFolder',
  'setMode',
  'file.write',
  'file.sync',
  'file.truncate',
]

function systemError(errno: string, call: string): Error {
  return Object.assign(new Error(`${errno}: planned, ${call}`), { code: errno, errno: -1, syscall: call })
}

class Plan {
  private readonly fault: PlannedFault
  private readonly counted: ReadonlySet<FaultyCall>
  private written = 0
  calls = 0
  hasStruck = false

  constructor(fault: PlannedFault) {
    this.fault = fault
    const writes: readonly FaultyCall[] = ['file.write']
    const calls = fault.kind === 'fail' ? fault.calls : fault.kind === 'kill' ? changingCalls : writes
    this.counted = new Set(calls)
  }

  /** Throws when this call is the one. `open` counts as a change when it creates. */
  meet(call: FaultyCall, isChange = false): void {
    if (this.fault.kind === 'kill' && this.hasStruck) throw systemError('EIO', call)
    if (!this.counted.has(call) && !(this.fault.kind === 'kill' && isChange)) return
    this.calls += 1
    if (this.fault.kind === 'full_after' || this.fault.kind === 'short_write') return
    if (this.calls !== this.fault.at) return
    this.hasStruck = true
    throw systemError(this.fault.kind === 'kill' ? 'EIO' : this.fault.errno, call)
  }

  /** How much of a write happens, and with which error it then fails. */
  allow(bytes: number): { readonly bytes: number; readonly errno: string | null } {
    if (this.fault.kind === 'short_write' && this.calls === this.fault.at) {
      this.hasStruck = true
      return { bytes: Math.floor(bytes / 2), errno: this.fault.errno }
    }
    const room = this.fault.kind === 'full_after' ? this.fault.bytes - this.written : bytes
    const fits = Math.max(0, Math.min(bytes, room))
    this.written += fits
    if (fits === bytes) return { bytes, errno: null }
    this.hasStruck = true
    return { bytes: fits, errno: 'ENOSPC' }
  }
}

function faultyFile(file: OpenFile, plan: Plan): OpenFile {
  const meet = (call: FaultyCall): void => plan.meet(call)
  const write: OpenFile['write'] = async (buffer, position) => {
    meet('file.write')
    const { bytes, errno } = plan.allow(buffer.length)
    await file.write(buffer.subarray(0, bytes), position)
    if (errno !== null) throw systemError(errno, 'write')
  }
  return {
    async read(buffer, position) {
      meet('file.read')
      return file.read(buffer, position)
    },
    write,
    async writeEach(pieces) {
      for (const { bytes, position } of pieces) await write(bytes, position)
    },
    async sync() {
      meet('file.sync')
      return file.sync()
    },
    async truncate(sizeBytes) {
      meet('file.truncate')
      return file.truncate(sizeBytes)
    },
    async stat() {
      meet('file.stat')
      return file.stat()
    },
    async close() {
      // Closed in any case: a descriptor left open would be a fault of the test, not of the file system.
      await file.close()
      meet('file.close')
    },
  }
}

/** This machine's file system with one planned fault. Every file still goes to the real disk. */
export function faultyFileSystem(fault: PlannedFault, under: FileSystem = nodeFileSystem): FaultyFileSystem {
  const plan = new Plan(fault)
  const met = async <T>(call: FaultyCall, work: () => Promise<T>): Promise<T> => {
    plan.meet(call)
    return work()
  }
  return {
    async open(path, mode) {
      plan.meet('open', mode === 'create')
      return faultyFile(await under.open(path, mode), plan)
    },
    stat: (path) => met('stat', () => under.stat(path)),
    list: (folder) => met('list', () => under.list(folder)),
    makeFolder: (folder) => met('makeFolder', () => under.makeFolder(folder)),
    rename: (from, to) => met('rename', () => under.rename(from, to)),
    link: (from, to) => met('link', () => under.link(from, to)),
    remove: (path) => met('remove', () => under.remove(path)),
    removeFolder: (folder) => met('removeFolder', () => under.removeFolder(folder)),
    syncFolder: (folder) => met('syncFolder', () => under.syncFolder(folder)),
    setMode: (path, mode) => met('setMode', () => under.setMode(path, mode)),
    setOwner: (path, uid, gid) => met('setOwner', () => under.setOwner(path, uid, gid)),
    freeBytes: (path) => met('freeBytes', () => under.freeBytes(path)),
    totalBytes: (path) => met('totalBytes', () => under.totalBytes(path)),
    realPath: (path) => met('realPath', () => under.realPath(path)),
    hasStruck: () => plan.hasStruck,
    callsCounted: () => plan.calls,
  }
}

/** Every call there is: for a loop in which each of them fails once. */
export const everyCall: readonly FaultyCall[] = [
  'open',
  'stat',
  'list',
  'freeBytes',
  'totalBytes',
  'realPath',
  'file.read',
  'file.stat',
  'file.close',
  ...changingCalls,
]
