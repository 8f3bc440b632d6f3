import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from './ensure-folder.ts'
import { inVault } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

/** Of one day: what comes beyond is not kept, but for what is grave. Bytes. */
const mostOfADay = 4 << 20
const mostWithGrave = 2 * mostOfADay
const dayFile = /^\d{8}\.jsonl$/
/** One line, which stands for those of its day that were not kept. */
const restFile = /^\d{8}\.rest\.jsonl$/
const lineEnd = 0x0a

/** A history kept in a vault as a file of JSON lines for each UTC day. */
export interface DailyLines {
  /** Relative to the vault. */
  readonly folder: string
  /** Older files go when a new day begins. */
  readonly keptDays: number
}

/** How a line is kept. */
export interface LineWeight {
  /** Kept in a day that is full, up to twice what is kept of others. */
  readonly isGrave: boolean
  /** The line that says that so many of a day, this one with them, were not kept; null: nothing says so but the answer. */
  readonly restOf: ((count: number) => unknown) | null
}

const usualWeight: LineWeight = { isGrave: false, restOf: null }

function nameOf(at: string): string {
  return `${at.slice(0, 10).replaceAll('-', '')}.jsonl`
}

async function listDays(
  ports: Ports,
  vaultFolder: string,
  { folder }: DailyLines,
): Promise<readonly string[]> {
  try {
    return (await ports.files.list(inVault(vaultFolder, folder))).filter(
      (name) => dayFile.test(name) || restFile.test(name),
    )
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

async function removeOld(ports: Ports, vaultFolder: string, lines: DailyLines, at: string): Promise<void> {
  const oldest = nameOf(new Date(Date.parse(at) - lines.keptDays * 86_400_000).toISOString())
  for (const name of await listDays(ports, vaultFolder, lines)) {
    if (name.slice(0, 8) < oldest.slice(0, 8))
      await ports.files.remove(inVault(vaultFolder, `${lines.folder}/${name}`))
  }
}

async function openDay(ports: Ports, vaultFolder: string, lines: DailyLines, at: string): Promise<OpenFile> {
  const path = inVault(vaultFolder, `${lines.folder}/${nameOf(at)}`)
  try {
    return await ports.files.open(path, 'update')
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
  await ensureFolder(ports, vaultFolder, lines.folder)
  await removeOld(ports, vaultFolder, lines, at)
  return ports.files.open(path, 'create')
}

/** A crash may have left a line without its end: the next must not be glued to it. */
async function endsWhole(file: OpenFile, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return true
  const last = new Uint8Array(1)
  await file.read(last, sizeBytes - 1)
  return last[0] === lineEnd
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function restPath(vaultFolder: string, { folder }: DailyLines, at: string): string {
  return inVault(vaultFolder, `${folder}/${nameOf(at).replace('.jsonl', '.rest.jsonl')}`)
}

/** Counts one more that was not kept. */
async function addToRest(
  ports: Ports,
  vaultFolder: string,
  lines: DailyLines,
  at: string,
  restOf: (count: number) => unknown,
): Promise<void> {
  const path = restPath(vaultFolder, lines, at)
  const bytes = await readSmallFile(ports, path, mostOfADay)
  const before = bytes === null ? null : parsed(new TextDecoder().decode(bytes))
  const count = typeof before === 'object' && before !== null ? (before as { count?: unknown }).count : 0
  const next = (typeof count === 'number' ? count : 0) + 1
  await replaceFile(ports, path, `${JSON.stringify({ count: next, line: restOf(next) })}\n`)
}

/**
 * Adds one line to the file of its day, durably. `at`: UTC, ISO 8601. Only for who is the one that writes there. False: the day has as much as
 * is kept of one, and where the weight says how, a line says so. Throws the faults of writing a vault.
 */
export function addDailyLine(
  ports: Ports,
  vaultFolder: string,
  lines: DailyLines,
  at: string,
  line: unknown,
  { isGrave, restOf }: LineWeight = usualWeight,
): Promise<boolean> {
  return writingVault(ports, vaultFolder, async () => {
    const file = await openDay(ports, vaultFolder, lines, at)
    try {
      const { sizeBytes } = await file.stat()
      const text = `${(await endsWhole(file, sizeBytes)) ? '' : '\n'}${JSON.stringify(line)}\n`
      const bytes = new TextEncoder().encode(text)
      if (sizeBytes + bytes.length > (isGrave ? mostWithGrave : mostOfADay)) {
        if (restOf !== null) await addToRest(ports, vaultFolder, lines, at, restOf)
        return false
      }
      await file.write(bytes, sizeBytes)
      await file.sync()
      return true
    } finally {
      await file.close()
    }
  })
}

function lineOfRest(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { line?: unknown }).line : null
}

/**
 * The newest lines that `read` understands (null: it does not), newest first, at most `limit`. A file that can't be read is passed over and told to the log.
 * Rejects with the system's error where the folder can't be listed.
 */
export async function newestDailyLines<T>(
  ports: Ports,
  vaultFolder: string,
  lines: DailyLines,
  limit: number,
  read: (value: unknown) => T | null,
): Promise<readonly T[]> {
  const found: T[] = []
  // The rest of a day comes after its lines, and is the newest of it.
  for (const name of (await listDays(ports, vaultFolder, lines)).toSorted().toReversed()) {
    if (found.length >= limit) break
    const relative = `${lines.folder}/${name}`
    try {
      const bytes = await readSmallFile(ports, inVault(vaultFolder, relative), mostWithGrave)
      const text = bytes === null ? '' : new TextDecoder().decode(bytes)
      const isRest = restFile.test(name)
      const values = text
        .split('\n')
        .toReversed()
        .map((line) => read(isRest ? lineOfRest(parsed(line)) : parsed(line)))
      found.push(...values.filter((value) => value !== null))
    } catch (error) {
      ports.logger.warn('daily_lines.not_read', { file: relative, error: String(error) })
    }
  }
  return found.slice(0, limit)
}
