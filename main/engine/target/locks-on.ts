import { readFile } from 'node:fs/promises'

import type { FileIdentity } from './who-has-open.ts'

/** `/proc/locks` names a device as the kernel does: major and minor number, in hexadecimal (proc_locks(5)). */
function deviceInLocks(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn)
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn)
  const hex = (number: bigint): string => number.toString(16).padStart(2, '0')
  return `${hex(major)}:${hex(minor)}`
}

/**
 * Whether another process holds a lock on one of these files, which in SQLite's hands means that it is at work there.
 * Looks and takes none, so it disturbs nobody; also sees other users' processes. False where there is no `/proc/locks`.
 */
export async function hasForeignLock(wanted: readonly FileIdentity[], ownPid: number): Promise<boolean> {
  const text = await readFile('/proc/locks', 'utf8').catch(() => '')
  const files = new Set(wanted.map((one) => `${deviceInLocks(one.device)}:${one.inode}`))
  return text.split('\n').some((line) => {
    const words = line.replace('-> ', '').trim().split(/\s+/)
    return files.has(words[5] ?? '') && words[4] !== String(ownPid)
  })
}
