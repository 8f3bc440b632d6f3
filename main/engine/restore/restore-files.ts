import { createHash } from 'node:crypto'
import path from 'node:path'

import type { Ports } from '../ports/ports.ts'
import { sidecarsOf } from '../target/sidecars.ts'

/** The files of one restore beside its target: hidden, and named after the process that owns them. */
export interface RestoreFiles {
  readonly folder: string
  /** The rebuilt image. */
  readonly image: string
  /** A second name of the replaced file, until the new one is proved in its place. */
  readonly old: string
  /** A link to the target, for a name that SQLite's binding would trim. */
  readonly alias: string
  /** A folder for what SQLite's state of one moment needs while it is compared. */
  readonly scratch: string
}

/** Who made a leftover. */
export interface LeftoverOwner {
  readonly host: string
  readonly machine: string
  readonly pid: number
  readonly mark: string
}

const roles = ['image', 'old', 'alias', 'scratch'] as const
const namePattern =
  /^\.holdfast-restore-([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f-]{36}\.(?:image|old|alias|scratch)(?:-wal|-shm|-journal)?$/

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** This process, as it signs its files. */
export function ownerOf(ports: Ports): LeftoverOwner {
  const { machine } = ports
  const mark = machine.markOf(machine.pid) ?? ''
  return { host: shortHash(machine.hostName), machine: shortHash(machine.id), pid: machine.pid, mark }
}

/** New names in the target's folder: a rename from there is atomic. */
export function restoreFilesIn(ports: Ports, folder: string): RestoreFiles {
  const { host, machine, pid, mark } = ownerOf(ports)
  const stem = `.holdfast-restore-${host}-${machine}-${pid}-${mark}-${ports.ids.newId()}`
  const named = (role: (typeof roles)[number]): string => path.join(folder, `${stem}.${role}`)
  return {
    folder,
    image: named('image'),
    old: named('old'),
    alias: named('alias'),
    scratch: named('scratch'),
  }
}

/** Whose file a name in some folder is; null for every name that no restore gives. */
export function ownerOfLeftover(name: string): LeftoverOwner | null {
  const found = namePattern.exec(name)
  if (found === null) return null
  const [, host = '', machine = '', pid = '', mark = ''] = found
  return { host, machine, pid: Number(pid), mark }
}

/** Every path that these files may lead to, with what SQLite puts beside an image that it has open. */
export function pathsOf(files: RestoreFiles): readonly string[] {
  return [files.image, ...sidecarsOf(files.image), files.old, files.alias, files.scratch]
}

async function tryRemove(ports: Ports, file: string, remove: () => Promise<void>): Promise<boolean> {
  try {
    await remove()
    return true
  } catch (error) {
    ports.logger.warn('restore leftover stays', { file, errno: (error as NodeJS.ErrnoException).code })
    return false
  }
}

/** Removes one file or scratch folder of a restore. False, and logged, when it stays: a later sweep tries again. */
export async function removeLeftover(ports: Ports, file: string): Promise<boolean> {
  const { files } = ports
  return tryRemove(ports, file, () =>
    file.endsWith('.scratch') ? files.removeFolder(file) : files.remove(file),
  )
}

/** Removes what a restore of this process made. */
export async function removeRestoreFiles(ports: Ports, files: RestoreFiles): Promise<void> {
  for (const file of pathsOf(files)) await removeLeftover(ports, file)
}
