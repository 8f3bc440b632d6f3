import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'

import { projectRoot } from '../support/project-root.ts'
import { contenders, type Contender, type Places } from './contenders.ts'
import { makeBenchDatabase } from './make-bench-database.ts'
import { measurePartial, partialTimesText } from './measure-partial.ts'
import { measureWriters } from './measure-writers.ts'

const megabytes = Number(process.env['HOLDFAST_BENCH_MB'] ?? 1024)
const rounds = Number(process.env['HOLDFAST_BENCH_ROUNDS'] ?? 3)
const folder = fs.mkdtempSync(
  path.join(process.env['HOLDFAST_BENCH_FOLDER'] ?? os.tmpdir(), 'holdfast-bench-'),
)
const source = path.join(folder, 'bench.db')
const holdfast = `${process.execPath} ${path.join(projectRoot, 'main', 'cli', 'holdfast.ts')}`

process.env['HOLDFAST_HOME'] = path.join(folder, 'home')

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function shell(command: string, cwd: string): number {
  const began = performance.now()
  const done = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command}\n${done.stdout}\n${done.stderr}`)
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function isHere(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0
}

function sizeOf(place: string): number {
  const facts = fs.statSync(place)
  if (!facts.isDirectory()) return facts.size
  return fs.readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0)
}

interface Row {
  readonly name: string
  readonly backupMs: number
  readonly storedMs: number | null
  readonly restoreMs: number
  readonly storedBytes: number
}

function measure(contender: Contender): Row {
  const backups: number[] = []
  const stored: number[] = []
  const restores: number[] = []
  let storedBytes = 0
  for (let round = 0; round < rounds; round += 1) {
    const own = fs.mkdtempSync(path.join(folder, 'contender-'))
    const places: Places = { source, folder: own, target: path.join(own, 'restored.db'), holdfast }
    shell(contender.prepare(places), own)
    backups.push(shell(contender.backup(places), own))
    storedBytes = sizeOf(path.join(own, contender.stored))
    const report = path.join(own, 'backup.json')
    if (fs.existsSync(report)) {
      const read = JSON.parse(fs.readFileSync(report, 'utf8')) as {
        results: { backup: { durationMs: number } }[]
      }
      stored.push(read.results[0]?.backup.durationMs ?? NaN)
    }
    restores.push(shell(contender.restore(places), own))
    shell(
      `cmp -s ${places.target} ${source} || sqlite3 ${places.target} 'pragma quick_check' | grep -qx ok`,
      own,
    )
    fs.rmSync(own, { recursive: true, force: true })
  }
  return {
    name: contender.name,
    backupMs: median(backups),
    storedMs: stored.length > 0 ? median(stored) : null,
    restoreMs: median(restores),
    storedBytes,
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}

function printRows(rows: readonly Row[]): void {
  const ours = rows[0]
  if (!ours) return
  say('\n| what | backup s | ours / this | stored MB | restore s | ours / this |')
  say('|---|---|---|---|---|---|')
  const ourStoredMs = ours.storedMs ?? ours.backupMs
  say(
    `| ${ours.name}: until stored | ${seconds(ourStoredMs)} | | ${Math.round(ours.storedBytes / 1e6)} | | |`,
  )
  for (const row of rows) {
    const isOurs = row === ours
    const ratio = isOurs
      ? 'until proved, with start-up'
      : `${(ourStoredMs / row.backupMs).toFixed(2)} stored, ${(ours.backupMs / row.backupMs).toFixed(2)} proved`
    const restore = isOurs ? 'with proof' : (ours.restoreMs / row.restoreMs).toFixed(2)
    say(
      `| ${row.name} | ${seconds(row.backupMs)} | ${ratio} | ${Math.round(row.storedBytes / 1e6)} | ${seconds(row.restoreMs)} | ${restore} |`,
    )
  }
}

async function printWriters(): Promise<void> {
  say('\nA writer that commits every 4 ms, while:\n')
  say('| journal | what runs | commits | median ms | p99 ms | longest ms |')
  say('|---|---|---|---|---|---|')
  const own = fs.mkdtempSync(path.join(folder, 'writers-'))
  shell(`${holdfast} init vault && ${holdfast} --vault vault add ${source} --name bench`, own)
  const loads = [
    ['nothing', 'sleep 3'],
    ['sqlite3 .backup', `sqlite3 ${source} ".timeout 60000" ".backup copy.db"`],
    ['Holdfast backup', `${holdfast} --vault vault backup bench --json > backup.json`],
  ] as const
  for (const journalMode of ['wal', 'delete']) {
    for (const [name, command] of loads) {
      const times = await measureWriters(source, journalMode, command, own)
      say(
        `| ${journalMode} | ${name} | ${times.commits} | ${times.p50.toFixed(2)} | ${times.p99.toFixed(2)} | ${times.longest.toFixed(1)} |`,
      )
    }
  }
}

try {
  say(`Making a database of ${megabytes} MB`)
  makeBenchDatabase(source, megabytes)
  const rows: Row[] = []
  for (const contender of contenders) {
    const missing = contender.needs.filter((program) => !isHere(program))
    if (missing.length > 0) {
      say(`!!! NOT MEASURED: ${contender.name}, for ${missing.join(', ')} is not here.`)
      continue
    }
    rows.push(measure(contender))
    say(`measured: ${contender.name}`)
  }
  say(`\n${os.cpus().length} cores, Node ${process.version}, ${megabytes} MB, medians of ${rounds}.`)
  printRows(rows)
  await printWriters()
  say(
    partialTimesText(await measurePartial(folder, Number(process.env['HOLDFAST_BENCH_ROWS'] ?? 10_000_000))),
  )
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
