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

async function printChanges(
  ground: Ground,
  folder: string,
  full: BackupRecord,
  vault: VaultAccess,
): Promise<BackupRecord> {
  const { source } = ground
  const prepare = [
    [
      '`.backup`, then restic',
      'restic',
      `${restic} init && sqlite3 ${source} ".backup copy.db" && ${restic} backup copy.db && rm copy.db`,
    ],
    [
      'borg, the live file',
      'borg',
      `${borg} init -e repokey borg && ${borg} create -C zstd,3 borg::first ${source}`,
    ],
  ] as const
  const others = prepare.filter(([name, program]) => {
    if (!isHere(program)) say(`!!! NOT MEASURED: ${name}, for ${program} is not here.`)
    return isHere(program)
  })
  for (const [, , command] of others) runCommand(command, folder)
  say('\n| change | what | s | ours / this | CPU s | ours / this | stored MB |')
  say('|---|---|---|---|---|---|---|')
  let newest = full
  for (const [name, oneIn] of changes) {
    change(source, oneIn)
    runCommand('sync', folder)
    const before = performance.now()
    const cpuBefore = process.cpuUsage()
    newest = stored(await take(vault, source, basedOn(newest)))
    const wholeMs = performance.now() - before
    const { user, system } = process.cpuUsage(cpuBefore)
    // Of the whole run, the proof too: more than what the ratio of the times is about.
    const cpuOurMs = (user + system) / 1000
    say(
      `| ${name} | Holdfast, until stored | ${seconds(newest.durationMs)} | | | | ${(newest.sizeBytes / 1e6).toFixed(2)} |`,
    )
    say(`| ${name} | Holdfast, until proved | ${seconds(wholeMs)} | | ${seconds(cpuOurMs)} | | |`)
    const commands: readonly (readonly [string, string, string])[] = [
      [
        '`.backup`, then restic',
        'repository',
        `sqlite3 ${source} ".backup copy.db" && ${restic} backup copy.db && rm copy.db`,
      ],
      ['borg, the live file', 'borg', `${borg} create -C zstd,3 borg::n${oneIn} ${source}`],
    ]
    for (const [other, repository, command] of commands) {
      if (!others.some(([there]) => there === other)) continue
      const had = sizeOf(path.join(folder, repository))
      const { wallMs, cpuMs } = runCommand(command, folder)
      const grown = (sizeOf(path.join(folder, repository)) - had) / 1e6
      say(
        `| ${name} | ${other} | ${seconds(wallMs)} | ${(newest.durationMs / wallMs).toFixed(3)} | ${seconds(cpuMs)} | ${(cpuOurMs / cpuMs).toFixed(3)} | ${grown.toFixed(2)} |`,
      )
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
