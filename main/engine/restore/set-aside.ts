import path from 'node:path'

import { stampOf } from '../../../shared/domain/backup-file-name.ts'
import type { FileFacts, OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import type { ResolvedTarget } from '../target/resolve-target.ts'
import { sidecarEndings, sidecarsOf } from '../target/sidecars.ts'
import type { UndoList } from './undo-list.ts'

/** The longest file name that common file systems take, in bytes; `-journal` must still fit behind it. */
const nameLimitBytes = 255 - '-journal'.length

function shortened(name: string, roomBytes: number): string {
  // A decoder that waits for more leaves a character out that the cut went through.
  return new TextDecoder().decode(Buffer.from(name).subarray(0, roomBytes), { stream: true })
}

async function isTaken(ports: Ports, file: string): Promise<boolean> {
  const facts = await Promise.all([file, ...sidecarsOf(file)].map((one) => ports.files.stat(one)))
  return facts.some((one) => one !== null)
}

/** A free name beside the target: `NAME.before-restore-YYYYMMDD_HHMMSS`, in UTC, with a number if that is taken. */
export async function freeAsideName(ports: Ports, target: ResolvedTarget): Promise<string> {
  const ending = `.before-restore-${stampOf(new Date(ports.clock.now()).toISOString())}`
  for (let copy = 1; ; copy += 1) {
    const suffix = copy === 1 ? ending : `${ending}_${copy}`
    const stem = shortened(target.name, nameLimitBytes - Buffer.byteLength(suffix))
    const file = path.join(target.folder, stem + suffix)
    if (!(await isTaken(ports, file))) return file
  }
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Gives a file a second name. False where the file system has no hard links. */
export async function linkIfPossible(ports: Ports, from: string, to: string): Promise<boolean> {
  try {
    await ports.files.link(from, to)
    return true
  } catch (error) {
    if (noLinks.has(String((error as NodeJS.ErrnoException).code))) return false
    throw error
  }
}

const copyBytes = 1024 * 1024

async function copyBytesOf(source: OpenFile, copy: OpenFile): Promise<void> {
  const buffer = new Uint8Array(copyBytes)
  for (let at = 0; ;) {
    const read = await source.read(buffer, at)
    if (read === 0) break
    await copy.write(buffer.subarray(0, read), at)
    at += read
  }
  await copy.sync()
}

async function copyFile(ports: Ports, from: string, to: string, open: OpenFile[]): Promise<void> {
  const source = await ports.files.open(from, 'read')
  open.push(source)
  const copy = await ports.files.open(to, 'create')
  try {
    await copyBytesOf(source, copy)
  } finally {
    await copy.close()
  }
  await keepOwnerAndMode(ports, to, await source.stat())
}

/** Gives a file the owner and permissions of the one whose place it takes. Only root may give a file away. */
export async function keepOwnerAndMode(
  ports: Ports,
  file: string,
  model: Pick<FileFacts, 'uid' | 'gid' | 'mode'>,
): Promise<void> {
  const own = await ports.files.stat(file)
  // The owner first: giving a file away clears its set-id bits.
  if (own?.uid !== model.uid || own.gid !== model.gid) await ports.files.setOwner(file, model.uid, model.gid)
  if (own?.mode !== model.mode) await ports.files.setMode(file, model.mode)
}

/**
 * Keeps the target's file, and the given sidecars, under another name as well, durably, before anything of them is
 * touched: linked, or copied where there are no hard links. Answers the new name of the database file. Descriptors that
 * must stay open until a lock is released are added to `open`.
 */
export async function setAside(
  ports: Ports,
  target: ResolvedTarget,
  endings: readonly string[],
  work: { readonly undo: UndoList; readonly open: OpenFile[] },
): Promise<string> {
  const aside = await freeAsideName(ports, target)
  for (const ending of ['', ...endings]) {
    const from = target.path + ending
    if ((await ports.files.stat(from)) === null) continue
    work.undo.made(`keep ${aside}${ending}`, () => ports.files.remove(aside + ending))
    if (!(await linkIfPossible(ports, from, aside + ending))) {
      await copyFile(ports, from, aside + ending, work.open)
    }
  }
  await ports.files.syncFolder(target.folder)
  return aside
}

/**
 * Moves a log or journal without its database out of the way of the database that comes. Answers the first new name, or
 * null when there was none. What they hold may be the last there is of a lost database: they are never removed.
 */
export async function setOrphansAside(
  ports: Ports,
  target: ResolvedTarget,
  undo: UndoList,
): Promise<string | null> {
  const aside = await freeAsideName(ports, target)
  let first: string | null = null
  for (const ending of sidecarEndings) {
    const from = target.path + ending
    if ((await ports.files.stat(from)) === null) continue
    await ports.files.rename(from, aside + ending)
    undo.changed(`move ${from} aside`, () => ports.files.rename(aside + ending, from))
    first ??= aside + ending
  }
  if (first !== null) await ports.files.syncFolder(target.folder)
  return first
}
