import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from './ensure-folder.ts'
import { inVault } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

/** Of one day: what comes beyond is not kept. Bytes. */
const mostOfADay = 4 << 20
const dayFile = /^\d{8}\.jsonl$/
const lineEnd = 0x0a

/** A history kept in a vault as a file of JSON lines for each UTC day. */
export interface DailyLines {
  /** Relative to the vault. */
  readonly folder: string
  /** Older files go when a new day begins. */
  readonly keptDays: number
}

function nameOf(at: string): string {
  return `${at.slice(0, 10).replaceAll('-', '')}.jsonl`
}

async function listDays(
  ports: Ports,
  vaultFolder: string,
  { folder }: DailyLines,
): Promise<readonly string[]> {
  try {
    return (await ports.files.list(inVault(vaultFolder, folder))).filter((name) => dayFile.test(name))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

async function removeOld(ports: Ports, vaultFolder: string, lines: DailyLines, at: string): Promise<void> {
  const oldest = nameOf(new Date(Date.parse(at) - lines.keptDays * 86_400_000).toISOString())
  for (const name of await listDays(ports, vaultFolder, lines)) {
    if (name < oldest) await ports.files.remove(inVault(vaultFolder, `${lines.folder}/${name}`))
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

/**
 * Adds one line to the file of its day, durably. `at`: UTC, ISO 8601. Only for who is the one that writes there. False: the day has as much as
 * is kept of one. Throws the faults of writing a vault.
 */
export function addDailyLine(
  ports: Ports,
  vaultFolder: string,
  lines: DailyLines,
  at: string,
  line: unknown,
): Promise<boolean> {
  return writingVault(ports, vaultFolder, async () => {
    const file = await openDay(ports, vaultFolder, lines, at)
    try {
      const { sizeBytes } = await file.stat()
      const text = `${(await endsWhole(file, sizeBytes)) ? '' : '\n'}${JSON.stringify(line)}\n`
      const bytes = new TextEncoder().encode(text)
      if (sizeBytes + bytes.length > mostOfADay) return false
      await file.write(bytes, sizeBytes)
      await file.sync()
      return true
    } finally {
      await file.close()
    }
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
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
  for (const name of (await listDays(ports, vaultFolder, lines)).toReversed()) {
    if (found.length >= limit) break
    const relative = `${lines.folder}/${name}`
    try {
      const bytes = await readSmallFile(ports, inVault(vaultFolder, relative), 2 * mostOfADay)
      const text = bytes === null ? '' : new TextDecoder().decode(bytes)
      const values = text
        .split('\n')
        .toReversed()
        .map((line) => read(parsed(line)))
      found.push(...values.filter((value) => value !== null))
    } catch (error) {
      ports.logger.warn('daily_lines.not_read', { file: relative, error: String(error) })
    }
  }
  return found.slice(0, limit)
}
