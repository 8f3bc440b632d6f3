import fs from 'node:fs/promises'
import path from 'node:path'

import { restoreScenarios, type RestoreScenario } from '../../../shared/domain/objectives/achieved-rto.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { inVault, vaultPaths } from '../../engine/engine.ts'

const logsFolder = vaultPaths.logs
const logFile = /^backup_\d{8}\.log$/

/** The log of a UTC day: `backup_logs/backup_20250129.log`, relative to the vault. */
export function dailyLogOf(at: string): string {
  return `${logsFolder}/backup_${at.slice(0, 10).replaceAll('-', '')}.log`
}

/**
 * Appends one operation to the log of the day it ended. `at` is that moment, UTC ISO 8601. Lines of several programs do not mix:
 * each is one append. Rejects with the system's error.
 */
export async function appendToDailyLog(vaultFolder: string, at: string, entry: ActivityEntry): Promise<void> {
  const handle = await openForAppending(vaultFolder, path.join(vaultFolder, dailyLogOf(at)))
  try {
    const line = `${JSON.stringify({ at, ...entry })}\n`
    await handle.appendFile((await endsWhole(handle)) ? line : `\n${line}`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A logs folder that was removed is made again, but only in a vault that is there: an unplugged one must not grow on another disk. */
async function openForAppending(vaultFolder: string, file: string): Promise<fs.FileHandle> {
  try {
    return await fs.open(file, 'a+', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await fs.access(inVault(vaultFolder, vaultPaths.vaultFile))
    await fs.mkdir(path.dirname(file), { mode: 0o700 })
    return fs.open(file, 'a+', 0o600)
  }
}

/** A crash may have left a line without its end: the next must not be glued to it. */
async function endsWhole(handle: fs.FileHandle): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return true
  const last = Buffer.alloc(1)
  await handle.read(last, 0, 1, size - 1)
  return last[0] === 0x0a
}

/** The names of the logs in a vault, oldest first. */
export async function listDailyLogs(vaultFolder: string): Promise<readonly string[]> {
  try {
    return (await fs.readdir(path.join(vaultFolder, logsFolder))).filter((name) => logFile.test(name)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The most of a log that is in memory at once, bytes: whoever may write in the vault may make it of any size. */
const mostAtOnce = 16 << 20

/** Whole lines of a log from a byte position on, as many as are read at once, and the position after them. */
export async function readDailyLog(
  vaultFolder: string,
  name: string,
  fromByte: number,
): Promise<{ readonly entries: readonly ActivityEntry[]; readonly toByte: number }> {
  const handle = await fs.open(path.join(vaultFolder, logsFolder, name), 'r')
  try {
    const { size } = await handle.stat()
    // Shorter than it was read: replaced from elsewhere. Known entries are recognised by their ids.
    const start = size < fromByte ? 0 : fromByte
    const buffer = Buffer.alloc(Math.min(size - start, mostAtOnce))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start)
    const text = buffer.subarray(0, bytesRead)
    const lines = text.lastIndexOf(0x0a) + 1
    // So much without a line's end is no line of ours: it is passed over.
    const end = lines === 0 && bytesRead === mostAtOnce ? bytesRead : lines
    const entries = text.subarray(0, end).toString('utf8').split('\n').map(entryOf)
    return { entries: entries.filter((entry) => entry !== null), toByte: start + end }
  } finally {
    await handle.close()
  }
}

const kinds: ReadonlySet<string> = new Set<ActivityEntry['kind']>([
  'backup',
  'verify',
  'restore',
  'drill',
  'prove_detection',
  'merge',
  'partial_restore',
  'schema_copy',
  'guard',
  'system_backup',
  'system_verify',
  'system_restore',
  'register',
  'remove',
  'vault',
  'prune',
  'set_aside',
  'put_back',
  'keep_mark',
])
const results: ReadonlySet<string> = new Set<ActivityEntry['result']>([
  'success',
  'no_changes_required',
  'failed',
  'cancelled',
  'missed',
])

function entryOf(line: string): ActivityEntry | null {
  const fields = objectIn(line)
  if (fields === null) return null
  const { id, kind, result, startedAt } = fields
  if (typeof id !== 'string' || typeof startedAt !== 'string') return null
  if (typeof kind !== 'string' || !kinds.has(kind) || typeof result !== 'string' || !results.has(result))
    return null
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null)
  const number = (name: string): number | null => (typeof fields[name] === 'number' ? fields[name] : null)
  return {
    id,
    kind: kind as ActivityEntry['kind'],
    result: result as ActivityEntry['result'],
    databaseId: text('databaseId'),
    database: text('database'),
    backupId: text('backupId'),
    type: text('type') as ActivityEntry['type'],
    label: text('label') as ActivityEntry['label'],
    startedAt,
    durationMs: number('durationMs') ?? 0,
    bytes: number('bytes'),
    fault: isFault(fields['fault']) ? fields['fault'] : null,
    slotAt: text('slotAt'),
    ...measuredIn(fields['measured']),
  }
}

const scenarios: ReadonlySet<unknown> = new Set(restoreScenarios)

function measuredIn(value: unknown): Pick<ActivityEntry, 'measured'> {
  if (typeof value !== 'object' || value === null) return {}
  const { scenario, restoreMs } = value as { readonly scenario?: unknown; readonly restoreMs?: unknown }
  if (!scenarios.has(scenario) || typeof restoreMs !== 'number') return {}
  return { measured: { scenario: scenario as RestoreScenario, restoreMs } }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function isFault(value: unknown): value is NonNullable<ActivityEntry['fault']> {
  return typeof value === 'object' && value !== null && typeof (value as { code?: unknown }).code === 'string'
}
