import { readdir, readFile, readlink, stat } from 'node:fs/promises'

import type { FileFacts } from '../ports/file-system.ts'

/** A process that has a file open. */
export interface OpenedBy {
  readonly pid: number
  readonly name: string
}

/** What tells one file from every other on this machine, by whatever name it was opened. */
export type FileIdentity = Pick<FileFacts, 'device' | 'inode'>

async function namesIn(folder: string): Promise<readonly string[] | null> {
  return readdir(folder).catch(() => null)
}

/** The inode number from the kernel's own table: asks nothing of the file's (perhaps hanging) file system. */
async function inodeOf(processFolder: string, descriptor: string): Promise<bigint | null> {
  const text = await readFile(`${processFolder}/fdinfo/${descriptor}`, 'utf8').catch(() => '')
  const found = /^ino:\s*(\d+)$/m.exec(text)?.[1]
  return found === undefined ? null : BigInt(found)
}

async function isOneOf(
  processFolder: string,
  descriptor: string,
  wanted: readonly FileIdentity[],
): Promise<boolean> {
  const entry = `${processFolder}/fd/${descriptor}`
  const leadsTo = await readlink(entry).catch(() => '')
  // Sockets, pipes and the like have no path.
  if (!leadsTo.startsWith('/') || /^\/(dev|proc|sys)\//.test(leadsTo)) return false
  const inode = await inodeOf(processFolder, descriptor)
  if (inode !== null && !wanted.some((one) => one.inode === inode)) return false
  const facts = await stat(entry, { bigint: true }).catch(() => null)
  return facts !== null && wanted.some((one) => one.inode === facts.ino && one.device === facts.dev)
}

async function hasOneOpen(processFolder: string, wanted: readonly FileIdentity[]): Promise<boolean> {
  const descriptors = (await namesIn(`${processFolder}/fd`)) ?? []
  const found = await Promise.all(descriptors.map((one) => isOneOf(processFolder, one, wanted)))
  return found.includes(true)
}

async function nameOf(processFolder: string): Promise<string> {
  return (await readFile(`${processFolder}/comm`, 'utf8').catch(() => '')).trim()
}

/**
 * The processes, without `ownPid`, that have one of these files open, as far as this user may see (other users'
 * processes are hidden from all but root). Null where the system has no `/proc`: not known.
 */
export async function whoHasOpen(
  wanted: readonly FileIdentity[],
  ownPid: number,
): Promise<readonly OpenedBy[] | null> {
  const entries = await namesIn('/proc')
  if (entries === null || !entries.includes('self')) return null
  const opened: OpenedBy[] = []
  for (const entry of entries) {
    const folder = `/proc/${entry}`
    if (!/^\d+$/.test(entry) || Number(entry) === ownPid || wanted.length === 0) continue
    if (await hasOneOpen(folder, wanted)) opened.push({ pid: Number(entry), name: await nameOf(folder) })
  }
  return opened
}

/** One process in words: `sqlite3 (1234)`. */
export function openerInWords(opener: OpenedBy): string {
  return `${opener.name === '' ? 'process' : opener.name} (${opener.pid})`
}
