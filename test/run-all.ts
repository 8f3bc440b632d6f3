import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { projectRoot } from './support/project-root.ts'
import { provideSystemPackages } from './support/system-packages.ts'

/** What one step of the run came to. */
interface Tally {
  passed: number
  failed: number
  skipped: number
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-run-'))
const total: Tally = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

function announce(words: string): void {
  process.stdout.write(`\n=== ${words}\n`)
}

/** Where the time went, for whoever wants the run shorter. */
const slowestShown = 12

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const done = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', HOLDFAST_PICTURES: 'off', ...env },
  })
  if (done.error) process.stdout.write(`${command} could not be started: ${done.error.message}\n`)
  return done.status ?? 1
}

function add(tally: Tally): void {
  total.passed += tally.passed
  total.failed += tally.failed
  total.skipped += tally.skipped
}

/** A step that passes or fails as a whole: a check of the sources, or a build. */
function step(name: string, command: string, args: readonly string[]): boolean {
  announce(name)
  const isGood = run(command, args) === 0
  add({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 })
  if (!isGood) failures.push(name)
  return isGood
}

/** Runs a test runner that writes a JSON report, and reads its counts. No report is a failure: nothing was shown. */
function suite(
  name: string,
  args: readonly string[],
  read: (report: never) => Tally,
  reportFile: string,
): void {
  announce(name)
  const [command = '', ...rest] = args
  const status = run(command, rest, { PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile })
  const tally = fs.existsSync(reportFile)
    ? read(JSON.parse(fs.readFileSync(reportFile, 'utf8')) as never)
    : { passed: 0, failed: 1, skipped: 0 }
  if (status !== 0 && tally.failed === 0) tally.failed = 1
  if (tally.failed > 0) failures.push(name)
  add(tally)
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly startTime: number
    readonly endTime: number
  }[]
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

function saySlowest({ testResults }: VitestReport): void {
  const took = testResults.map(({ name, startTime, endTime }) => ({
    name,
    seconds: (endTime - startTime) / 1000,
  }))
  const slowest = took.toSorted((one, other) => other.seconds - one.seconds).slice(0, slowestShown)
  const lines = slowest.map(
    ({ name, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${path.relative(projectRoot, name)}\n`,
  )
  process.stdout.write(`\nThe slowest files:\n${lines.join('')}`)
}

function vitestTally(report: VitestReport): Tally {
  saySlowest(report)
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }
}

/** A test that passed only when tried again is a failure here: a flaky proof proves nothing. */
function playwrightTally({ stats }: PlaywrightReport): Tally {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

function runAll(): void {
  announce('System packages')
  const notTested = provideSystemPackages()

  step('Type check and build of the program', 'tsc', ['-b'])
  step('Lint', 'oxlint', ['--type-aware', '--deny-warnings'])
  step('Import rules', 'depcruise', [
    'shared',
    'main',
    'renderer',
    'test',
    '--config',
    '.dependency-cruiser.mjs',
  ])
  step('Formatting', 'prettier', ['--check', '--log-level', 'warn', '.'])

  const vitestReport = path.join(scratch, 'vitest.json')
  suite(
    'Unit, conformance, integration and rule tests',
    ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${vitestReport}`],
    vitestTally,
    vitestReport,
  )

  const hasWindow = step('Build of the window', 'vite', ['build', 'renderer'])
  if (hasWindow && !notTested.includes('chromium')) {
    const playwrightReport = path.join(scratch, 'playwright.json')
    suite(
      'The window, driven',
      ['playwright', 'test', '--reporter=line,json'],
      playwrightTally,
      playwrightReport,
    )
    const statesReport = path.join(scratch, 'states.json')
    const states = ['playwright', 'test', '-c', 'test/e2e/window-states.config.ts', '--reporter=line,json']
    suite('Every state of the window', states, playwrightTally, statesReport)
  }

  for (const name of notTested)
    process.stdout.write(`\n!!! NOT TESTED: ${name} is not here and could not be installed.\n`)
  if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`)
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
}

try {
  runAll()
} finally {
  fs.rmSync(scratch, { recursive: true, force: true })
}
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
