import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { projectRoot } from '../support/project-root.ts'
import { fullContenders, plainContenders } from './contenders.ts'
import { makeBenchDatabase } from './make-bench-database.ts'
import { measureChanges } from './measure-changes.ts'
import { measureContenders, type Ground } from './measure-contenders.ts'
import { measurePartial, partialTimesText } from './measure-partial.ts'
import { measureWriters } from './measure-writers.ts'
import { printContenders } from './print-contenders.ts'
import { runCommand, say } from './run-command.ts'

const megabytes = Number(process.env['HOLDFAST_BENCH_MB'] ?? 1024)
const rounds = Number(process.env['HOLDFAST_BENCH_ROUNDS'] ?? 3)

async function printWriters({ source, folder, holdfast }: Ground): Promise<void> {
  say('\n| journal | what runs | commits | median ms | p99 ms | longest ms |')
  say('|---|---|---|---|---|---|')
  const own = fs.mkdtempSync(path.join(folder, 'writers-'))
  const ours = `HOLDFAST_HOME=${own}/home ${holdfast}`
  runCommand(`${ours} init vault && ${ours} --vault vault add ${source} --name bench`, own)
  fs.writeFileSync(path.join(own, 'home', 'settings.json'), '{ "fullCheckLimitBytes": 0 }')
  const loads = [
    ['nothing', 'sleep 3'],
    ['sqlite3 .backup', `sqlite3 ${source} ".timeout 60000" ".backup copy.db"`],
    ['Holdfast backup', `${ours} --vault vault backup bench --json > backup.json`],
  ] as const
  for (const journalMode of ['wal', 'delete']) {
    for (const [name, command] of loads) {
      const times = await measureWriters(source, journalMode, command, own)
      const { commits, p50, p99, longest, unfinished } = times
      say(
        `| ${journalMode} | ${name}${unfinished === null ? '' : ` (${unfinished})`} | ${commits} | ${p50.toFixed(2)} | ${p99.toFixed(2)} | ${longest.toFixed(1)} |`,
      )
    }
  }
}

/** What is measured, in order. The writers change the database, so they come last. */
const sections: Readonly<Record<string, (ground: Ground) => void | Promise<void>>> = {
  full(ground) {
    say('\n## Full backup and restore')
    printContenders(measureContenders(fullContenders, ground), 2)
  },
  plain(ground) {
    say('\n## Plain form: not compressed, not encrypted')
    printContenders(measureContenders(plainContenders, ground), 1)
  },
  async changes(ground) {
    say('\n## Changes, and chains')
    await measureChanges(ground)
  },
  async partial({ folder }) {
    const rows = Number(process.env['HOLDFAST_BENCH_ROWS'] ?? 10_000_000)
    say('\n## A thousand rows brought back')
    say(partialTimesText(await measurePartial(folder, rows)))
  },
  async writers(ground) {
    say('\n## A writer that commits every 4 ms, while')
    await printWriters(ground)
  },
  async scale() {
    say('\n## A million backups of 10,000 databases')
    await import('./measure-scale.ts')
  },
  async timeline() {
    say('\n## The timeline of 100,000 backups, its answers')
    await import('./measure-timeline.ts')
  },
  async window() {
    say('\n## The timeline of 100,000 backups, in a browser')
    await import('./measure-window.ts')
  },
}

/** Those that make what they measure themselves. */
const standAlone = new Set(['partial', 'scale', 'timeline', 'window'])

const wanted = process.env['HOLDFAST_BENCH_SECTIONS']?.split(',') ?? Object.keys(sections)
const unknown = wanted.filter((name) => !Object.hasOwn(sections, name))
if (unknown.length > 0) {
  throw new Error(`no section ${unknown.join(', ')}: there are ${Object.keys(sections).join(', ')}`)
}

const folder = fs.mkdtempSync(
  path.join(process.env['HOLDFAST_BENCH_FOLDER'] ?? os.tmpdir(), 'holdfast-bench-'),
)
try {
  const source = path.join(folder, 'bench.db')
  if (wanted.some((name) => !standAlone.has(name))) {
    say(`Making a database of ${megabytes} MB`)
    makeBenchDatabase(source, megabytes)
  }
  say(`${os.cpus().length} cores, Node ${process.version}, ${megabytes} MB, medians of ${rounds}.`)
  // As it is packaged: without the types that Node would have to strip at each start of a process or thread.
  const holdfast = `${process.execPath} ${path.join(projectRoot, 'out', 'main', 'cli', 'holdfast.js')}`
  const ground: Ground = { source, folder, holdfast, rounds }
  for (const [name, run] of Object.entries(sections)) if (wanted.includes(name)) await run(ground)
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
