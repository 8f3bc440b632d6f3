import fs from 'node:fs/promises'
import path from 'node:path'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { takeBackup, type Clock } from '../../engine/engine.ts'
import { backupRequestOf, type BackupWish } from '../backups/backup-request.ts'
import { settleBackup } from '../backups/settle-backup.ts'
import { registerDatabases } from '../databases/register-databases.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { advanceDemoDatabase, buildDemoDatabase } from './build-demo-database.ts'
import type { DemoDatabase } from './demo-database.ts'
import { demoDatabases } from './demo-databases.ts'
import { demoMoments, historyStart, type DemoMoment } from './demo-moments.ts'

/** What was made. */
export interface DemoReport {
  readonly records: readonly DatabaseRecord[]
  readonly backups: number
}

const demoRemark = 'demo history'

/** A clock that shows a past moment and goes on from there. */
function clockFrom(at: Date, clock: Clock): Clock {
  const startedMs = clock.monotonicMs()
  const now = (): number => Math.floor(at.getTime() + clock.monotonicMs() - startedMs)
  return { now, monotonicMs: () => clock.monotonicMs() }
}

async function takeAt(
  context: OperationsContext,
  vault: OpenVault,
  record: DatabaseRecord,
  { at, label }: DemoMoment,
  signal: AbortSignal,
): Promise<void> {
  const { world, changes } = context
  const clock = clockFrom(at, world.ports.clock)
  const ports = { ...world.ports, clock }
  const wish: BackupWish = {
    databaseId: record.id,
    database: record.name,
    sourcePath: record.path,
    type: 'full',
    label,
    remarks: [demoRemark],
  }
  const request = { ...backupRequestOf(context, vault, wish), threads: 1 }
  const startedAt = instantOf(clock)
  // In this process, not in a job's: only here can the Clock port be another. Nobody else has these files open.
  const outcome = await takeBackup(ports, request, { signal, onProgress: () => undefined })
  const durationMs = Math.round(clock.now() - at.getTime())
  const end = { jobId: '', startedAt, durationMs, outcome }
  const { fault } = await settleBackup({ world: { ...world, ports }, changes }, vault, wish, end)
  if (fault !== undefined) throw new FaultError(fault)
}

async function liveThrough(
  context: OperationsContext,
  vault: OpenVault,
  demo: DemoDatabase,
  record: DatabaseRecord,
  turn: Turn,
): Promise<number> {
  const moments = demoMoments(demo, context.world.ports.clock.now())
  const { size } = await fs.stat(record.path)
  for (const [index, moment] of moments.entries()) {
    turn.signal.throwIfAborted()
    turn.onProgress({ step: 'demo history', doneBytes: index * size, totalBytes: moments.length * size })
    advanceDemoDatabase(demo, record.path, moment.at)
    await takeAt(context, vault, record, moment, turn.signal)
  }
  return moments.length
}

async function prepareFolder(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true })
  const there = new Set(await fs.readdir(folder))
  const taken = demoDatabases.find((demo) => there.has(`${demo.name}.db`))
  if (taken === undefined) return
  const detail = `${path.join(folder, `${taken.name}.db`)} is already there; choose another folder for the demo data`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await prepareFolder(folder)
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code
    if (error instanceof FaultError || errno === undefined) throw error
    throw new FaultError({ code: 'FOLDER_UNREADABLE', path: folder, errno }, { cause: error })
  }
}

async function register(
  context: OperationsContext,
  demo: DemoDatabase,
  file: string,
): Promise<DatabaseRecord> {
  const vault = context.session.reachable()
  const name = vault.catalog.databases.byName(demo.name) === null ? demo.name : undefined
  const [result] = await registerDatabases(context, { paths: [file], name, tier: demo.tier })
  if (result !== undefined && 'record' in result) return result.record
  throw new FaultError(result!.fault)
}

/**
 * Makes the four demo databases in a folder, registers them, and lives the past weeks through, one job for each database.
 * Throws WRONG_USE when one of the files is there already, FOLDER_UNREADABLE, and the first fault of a job.
 */
export async function createDemo(context: OperationsContext, folder: string): Promise<DemoReport> {
  const vault = context.session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  await makeFolder(folder)
  const start = historyStart(context.world.ports.clock.now())
  const records: DatabaseRecord[] = []
  for (const demo of demoDatabases) {
    const file = path.join(path.resolve(folder), `${demo.name}.db`)
    buildDemoDatabase(demo, file, start)
    records.push(await register(context, demo, file))
  }
  const jobs = demoDatabases.map((demo, index) => {
    const record = records[index]!
    return context.queue.submit<number>({
      kind: 'backup',
      databaseId: record.id,
      database: record.name,
      run: (turn) => liveThrough(context, vault, demo, record, turn),
      settle: () => Promise.resolve({}),
    })
  })
  const ends = await Promise.all(jobs.map((job) => job.ended))
  const failed = ends.find((end) => end.fault !== undefined)?.fault
  if (failed !== undefined) throw new FaultError(failed)
  return { records, backups: ends.reduce((sum, end) => sum + (end.outcome ?? 0), 0) }
}
