import fs from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'

import Database from 'better-sqlite3'

import { observeSource } from '../../main/engine/source/observe-source.ts'
import type * as engine from '../../main/engine/engine.ts'
import type { BackupOutcome, BackupRequest, VaultAccess } from '../../main/engine/engine-types.ts'
import type { BackupRecord } from '../../shared/domain/backup-record.ts'
import { backupOf, basedOn, manifestFileOf, newVault, quietRun, realPorts } from '../support/engine-vault.ts'
import type { Ground } from './measure-contenders.ts'
import { projectRoot } from '../support/project-root.ts'
import { isHere, runCommand, say } from './run-command.ts'

/** As it is packaged: in its sources each thread would have to strip types as it starts. */
const { restoreDatabase, takeBackup } = (await import(
  path.join(projectRoot, 'out', 'main', 'engine', 'engine.js')
)) as typeof engine

const restic = 'RESTIC_PASSWORD=bench restic --no-cache -q -r repository'
const borg = 'BORG_PASSPHRASE=bench BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes borg'

/** The rows of the bench's points that a change touches: one in so many, over the whole file. */
const changes = [
  ['about 1 % of the pages, scattered', 6_000],
  ['about 0.01 % of the pages, scattered', 600_000],
] as const

function sizeOf(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

function change(source: string, oneIn: number): void {
  const db = new Database(source)
  db.prepare('UPDATE point SET value = value + 1 WHERE id % ? = 7').run(oneIn)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

async function take(
  vault: VaultAccess,
  source: string,
  base: Partial<BackupRequest>,
): Promise<BackupOutcome> {
  const limits = { fingerprintLimitBytes: 0, fullCheckLimitBytes: 0 }
  const pageTagsFolder = path.join(path.dirname(vault.folder), 'page-tags')
  return takeBackup(realPorts, backupOf(vault, source, { ...limits, pageTagsFolder, ...base }), quietRun())
}

function stored(outcome: BackupOutcome): BackupRecord {
  if (outcome.kind === 'stored') return outcome.backup
  throw new Error('nothing was stored')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}

/** What one way took of one change in each round. */
interface ChangeTaken {
  readonly name: string
  readonly wallMs: number[]
  readonly cpuMs: number[]
  readonly storedBytes: number[]
}

/** One way to take what changed. */
interface ChangeTaker {
  readonly name: string
  take(oneIn: number, into: ChangeTaken): Promise<void> | void
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The median of the rounds' own ratios. */
function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
}

function othersIn(folder: string, source: string): readonly ChangeTaker[] {
  const known = [
    {
      name: '`.backup`, then restic',
      program: 'restic',
      repository: 'repository',
      begin: `${restic} init && sqlite3 ${source} ".backup copy.db" && ${restic} backup copy.db && rm copy.db`,
      next: () => `sqlite3 ${source} ".backup copy.db" && ${restic} backup copy.db && rm copy.db`,
    },
    {
      name: 'borg, the live file',
      program: 'borg',
      repository: 'borg',
      begin: `${borg} init -e repokey borg && ${borg} create -C zstd,3 borg::first ${source}`,
      next: (archive: string) => `${borg} create -C zstd,3 borg::${archive} ${source}`,
    },
  ]
  return known.flatMap(({ name, program, repository, begin, next }) => {
    if (!isHere(program)) {
      say(`!!! NOT MEASURED: ${name}, for ${program} is not here.`)
      return []
    }
    runCommand(begin, folder)
    const take = (oneIn: number, into: ChangeTaken): void => {
      const had = sizeOf(path.join(folder, repository))
      const { wallMs, cpuMs } = runCommand(next(`n${oneIn}-${into.wallMs.length}`), folder)
      into.wallMs.push(wallMs)
      into.cpuMs.push(cpuMs)
      into.storedBytes.push(sizeOf(path.join(folder, repository)) - had)
    }
    return [{ name, take }]
  })
}

/**
 * Every way takes the same change in each round, and each round begins with another; before each, what others have left to be written
 * is waited for. `stored` is when ours is durable; `proved` when it is rebuilt and checked too.
 */
async function printChanges(
  { source, rounds }: Ground,
  folder: string,
  full: BackupRecord,
  vault: VaultAccess,
): Promise<BackupRecord> {
  let newest = full
  const untilStored: ChangeTaken = { name: 'Holdfast, until stored', wallMs: [], cpuMs: [], storedBytes: [] }
  const ours: ChangeTaker = {
    name: 'Holdfast, until proved',
    async take(_oneIn, into) {
      const before = performance.now()
      const cpuBefore = process.cpuUsage()
      newest = stored(await take(vault, source, basedOn(newest)))
      const { user, system } = process.cpuUsage(cpuBefore)
      into.wallMs.push(performance.now() - before)
      into.cpuMs.push((user + system) / 1000)
      untilStored.wallMs.push(newest.durationMs)
      untilStored.storedBytes.push(newest.sizeBytes)
    },
  }
  const takers = [ours, ...othersIn(folder, source)]
  say('\n| change | what | s | stored / this | CPU s | proved / this | stored MB |')
  say('|---|---|---|---|---|---|---|')
  for (const [name, oneIn] of changes) {
    untilStored.wallMs.length = 0
    untilStored.storedBytes.length = 0
    const taken = takers.map(({ name: what }): ChangeTaken => ({
      name: what,
      wallMs: [],
      cpuMs: [],
      storedBytes: [],
    }))
    for (let round = 0; round < rounds; round += 1) {
      change(source, oneIn)
      for (let n = 0; n < takers.length; n += 1) {
        const at = (round + n) % takers.length
        runCommand('sync', folder)
        await takers[at]!.take(oneIn, taken[at]!)
      }
    }
    const proved = taken[0]!
    for (const { name: what, wallMs, cpuMs, storedBytes } of [untilStored, ...taken]) {
      const isOurs = what === untilStored.name || what === proved.name
      const cells = [
        seconds(median(wallMs)),
        isOurs ? '' : ratio(untilStored.wallMs, wallMs).toFixed(3),
        cpuMs.length === 0 ? '' : seconds(median(cpuMs)),
        isOurs ? '' : ratio(proved.cpuMs, cpuMs).toFixed(3),
        storedBytes.length === 0 ? '' : (median(storedBytes) / 1e6).toFixed(2),
      ]
      say(`| ${name} | ${what} | ${cells.join(' | ')} |`)
    }
  }
  return newest
}

async function printUnchanged(source: string, vault: VaultAccess, newest: BackupRecord): Promise<void> {
  const { base } = basedOn(newest)
  // Long enough ago for the file's time to tell.
  const observed = await observeSource(realPorts.files, source, Date.now() + 10_000)
  const began = performance.now()
  const outcome = await take(vault, source, {
    type: 'incremental',
    base: base ? { ...base, observed } : null,
  })
  say(`\nNothing changed (${outcome.kind}): ${(performance.now() - began).toFixed(0)} ms in the engine.`)
}

async function printDepths(
  source: string,
  folder: string,
  vault: VaultAccess,
  full: BackupRecord,
): Promise<void> {
  const deepest = Number(process.env['HOLDFAST_BENCH_DEEPEST'] ?? 200)
  const depths = new Set([1, 10, 100, 200])
  const target = path.join(folder, 'deep.db')
  say('\n| increments deep | restored in s | of one deep |')
  say('|---|---|---|')
  let newest = full
  let oneMs = 0
  for (let depth = 1; depth <= deepest; depth += 1) {
    change(source, 500_000 + depth)
    newest = stored(await take(vault, source, basedOn(newest)))
    if (!depths.has(depth)) continue
    const { databaseId, database, validation } = newest
    const order = {
      vault,
      databaseId,
      database,
      targetPath: target,
      method: 'new_file' as const,
      lockWaitMs: 0,
    }
    const outcome = await restoreDatabase(
      realPorts,
      {
        ...order,
        manifestFile: manifestFileOf(newest),
        safetyBackup: null,
        expectedTarget: null,
        lastValidation: {
          ...validation,
          integrity: { extent: 'full', root: newest.root, checkedAt: validation.checkedAt },
        },
        threads: 2,
      },
      quietRun(),
    )
    fs.rmSync(target)
    if (depth === 1) oneMs = outcome.durationMs
    say(`| ${depth} | ${seconds(outcome.durationMs)} | ${(outcome.durationMs / oneMs).toFixed(2)} |`)
  }
}

/**
 * Increments of a large database beside what restic and borg make of the same change, a run in which nothing changed, and
 * restores from chains of several depths. Changes the source.
 */
export async function measureChanges(ground: Ground): Promise<void> {
  const folder = fs.mkdtempSync(path.join(ground.folder, 'changes-'))
  const vault = await newVault(folder)
  const full = stored(await take(vault, ground.source, {}))
  const newest = await printChanges(ground, folder, full, vault)
  await printUnchanged(ground.source, vault, newest)
  await printDepths(ground.source, folder, vault, newest)
  fs.rmSync(folder, { recursive: true, force: true })
}
