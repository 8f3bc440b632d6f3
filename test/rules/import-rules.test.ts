import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../support/project-root.ts'
import { tempTree } from '../support/temp-tree.ts'

/** A file that must not pass, and the rule that must name it. */
interface Planted {
  readonly file: string
  readonly code: string
  readonly rule: string
}

const planted: readonly Planted[] = [
  { file: 'shared/domain/p01.ts', code: `import '../contract/contract.ts'`, rule: 'only-shared/domain' },
  {
    file: 'shared/base/p02.ts',
    code: `import type { Fault } from '../domain/fault.ts'\nexport type P = Fault`,
    rule: 'only-shared/base',
  },
  {
    file: 'shared/contract/p03.ts',
    code: `import type { BackupRequest } from '../../main/engine/engine.ts'\nexport type P = BackupRequest`,
    rule: 'only-shared/contract',
  },
  { file: 'shared/domain/p04.ts', code: `import 'node:fs'`, rule: 'no-node-in-shared-or-renderer' },
  {
    file: 'shared/domain/p05.ts',
    code: `import type Database from 'better-sqlite3'\nexport type P = Database.Database`,
    rule: 'npm-of-shared/domain',
  },
  {
    file: 'shared/domain/p06.ts',
    code: `import type { App } from 'electron'\nexport type P = App`,
    rule: 'electron-only-in-its-host',
  },
  { file: 'main/engine/backup/p07.ts', code: `import '../../jobs/job-runner.ts'`, rule: 'only-main/engine' },
  { file: 'main/engine/backup/p08.ts', code: `import 'electron'`, rule: 'electron-only-in-its-host' },
  { file: 'main/engine/ports/p09.ts', code: `import '../engine.ts'`, rule: 'only-main/engine/ports' },
  {
    file: 'main/operations/p10.ts',
    code: `import '../engine/source/snapshot.ts'`,
    rule: 'engine-by-its-door',
  },
  { file: 'main/operations/p11.ts', code: `import '../wire/p12.ts'`, rule: 'only-main/operations' },
  {
    file: 'main/wire/p12.ts',
    code: `import 'electron'\nexport const p = 1`,
    rule: 'electron-only-in-its-host',
  },
  { file: 'main/wire/p13.ts', code: `import '../operations/p10.ts'`, rule: 'only-main/wire' },
  { file: 'main/jobs/p14.ts', code: `import '../operations/p10.ts'`, rule: 'only-main/jobs' },
  { file: 'main/loopback/p15.ts', code: `import '../cli/p16.ts'`, rule: 'only-main/loopback' },
  { file: 'main/cli/p16.ts', code: `import '../electron/p17.ts'`, rule: 'only-main/cli' },
  { file: 'main/electron/p17.ts', code: `import '../loopback/p15.ts'`, rule: 'only-main/electron' },
  { file: 'main/preload/p18.cts', code: `import '../engine/engine.ts'`, rule: 'only-main/preload' },
  { file: 'renderer/screens/p19.ts', code: `import '../link/p20.ts'`, rule: 'only-renderer/screens' },
  { file: 'renderer/link/p20.ts', code: `import '../state/p21.ts'`, rule: 'only-renderer/link' },
  {
    file: 'renderer/state/p21.ts',
    code: `import '../../main/engine/engine.ts'`,
    rule: 'renderer-never-imports-main',
  },
  { file: 'renderer/components/p22.ts', code: `import '../state/p21.ts'`, rule: 'only-renderer/components' },
  { file: 'renderer/screens/p23.ts', code: `import 'node:fs'`, rule: 'no-node-in-shared-or-renderer' },
  {
    file: 'renderer/screens/p24.ts',
    code: `import { oc } from '@orpc/contract'\nexport const p = oc`,
    rule: 'orpc-kept-in-few-files',
  },
  {
    file: 'main/api/p25.ts',
    code: `import '../../test/support/project-root.ts'`,
    rule: 'nothing-imports-tests',
  },
  { file: 'main/api/p26.ts', code: `import './no-such-file.ts'`, rule: 'resolved' },
  { file: 'main/engine/backup/p27.ts', code: `import './p27.ts'`, rule: 'no-cycles' },
  {
    file: 'main/engine/backup/p29.ts',
    code: `import pino from 'pino'\nexport const p = pino`,
    rule: 'npm-of-main/engine',
  },
  {
    file: 'main/channels/p30.ts',
    code: `import type { Alerts } from '../operations/p10.ts'\nexport type P = Alerts`,
    rule: 'only-main/channels',
  },
  {
    file: 'main/channels/p31.ts',
    code: `import pino from 'pino'\nexport const p = pino`,
    rule: 'npm-of-main/channels',
  },
  {
    file: 'main/operations/p32.ts',
    code: `import '../channels/open-channel.ts'`,
    rule: 'only-main/operations',
  },
]

/** What the compiler must refuse: a name or a module that the environment does not have. */
const plantedTypes: readonly { readonly file: string; readonly code: string; readonly error: string }[] = [
  { file: 'shared/domain/t01.ts', code: `export const p = window`, error: 'window' },
  { file: 'shared/domain/t02.ts', code: `export const p = Buffer.alloc(1)`, error: 'Buffer' },
  { file: 'shared/domain/t03.ts', code: `setTimeout(() => undefined, 1)`, error: 'setTimeout' },
  { file: 'shared/domain/t04.ts', code: `import fs from 'node:fs'\nexport const p = fs`, error: 'node:fs' },
  { file: 'main/engine/backup/t05.ts', code: `export const p = document`, error: 'document' },
  { file: 'renderer/state/t06.ts', code: `export const p = process.env`, error: 'process' },
  { file: 'renderer/state/t07.ts', code: `import fs from 'node:fs'\nexport const p = fs`, error: 'node:fs' },
]

/** What the linter must refuse. */
const plantedLint: readonly { readonly file: string; readonly code: string; readonly rule: string }[] = [
  {
    file: 'main/engine/backup/l01.ts',
    code: `export const p = Date.now()`,
    rule: 'no-restricted-properties',
  },
  { file: 'main/operations/l02.ts', code: `export const p = process.pid`, rule: 'no-restricted-globals' },
  {
    file: 'main/engine/backup/l03.ts',
    code: `export const p = Math.random()`,
    rule: 'no-restricted-properties',
  },
  { file: 'main/api/l04.ts', code: `export default 1`, rule: 'no-default-export' },
  { file: 'main/api/l05.ts', code: `export const p = (x: any): unknown => x`, rule: 'no-explicit-any' },
  {
    file: 'main/api/l06.ts',
    code: `export function p(): void {\n  Promise.resolve(1)\n}`,
    rule: 'no-floating-promises',
  },
  {
    file: 'main/api/l07.ts',
    code: 'export const p = 1\n'.repeat(1) + '// x\n'.repeat(401),
    rule: 'max-lines',
  },
  { file: 'main/wire/l08.ts', code: `console.log(1)`, rule: 'no-console' },
]

let tree = ''

/**
 * Plants files in a tree of their own for the tests of one group. Groups are kept apart because one violation can hide
 * another: a type imported from better-sqlite3 brings Node's globals with it, and then nothing is missing.
 */
function plantBeforeAll(files: readonly { readonly file: string; readonly code: string }[]): void {
  beforeAll(() => {
    tree = tempTree()
    for (const { file, code } of files) {
      fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
      fs.writeFileSync(path.join(tree, file), `${code}\n`)
    }
    return () => fs.rmSync(tree, { recursive: true, force: true })
  })
}

function run(tool: string, args: readonly string[]): string {
  const bin = path.join(projectRoot, 'node_modules', '.bin', tool)
  const done = spawnSync(bin, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return `${done.stdout}${done.stderr}`
}

describe('the import rules', () => {
  let violations: ReadonlySet<string> = new Set()
  plantBeforeAll(planted)

  beforeAll(() => {
    const report = JSON.parse(
      run('depcruise', [
        'shared',
        'main',
        'renderer',
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'json',
      ]),
    ) as { summary: { violations: { from: string; rule: { name: string } }[] } }
    violations = new Set(report.summary.violations.map(({ from, rule }) => `${from} ${rule.name}`))
  })

  it.each(planted)('$rule catches $file', ({ file, rule }) => {
    expect([...violations].filter((one) => one.startsWith(file))).toContain(`${file} ${rule}`)
  })

  it('reports nothing else: every violation is one that was planted', () => {
    const files = new Set(planted.map(({ file }) => file))
    expect([...violations].filter((one) => !files.has(one.split(' ')[0] ?? ''))).toEqual([])
  })
})

describe('the environments', () => {
  let output = ''
  plantBeforeAll(plantedTypes)

  beforeAll(() => {
    output = ['shared', 'main', 'renderer']
      .map((project) => run('tsc', ['-p', project, '--noEmit', '--pretty', 'false']))
      .join('\n')
  })

  it.each(plantedTypes)('the compiler refuses $error in $file', ({ file, error }) => {
    const lines = output.split('\n').filter((line) => line.startsWith(file) && line.includes('error TS'))
    expect(lines.join('\n')).toContain(`'${error}'`)
  })
})

describe('the lint rules', () => {
  let output = ''
  plantBeforeAll(plantedLint)

  beforeAll(() => {
    execFileSync('git', ['init', '-q'], { cwd: tree })
    output = run('oxlint', ['--type-aware', '--format', 'unix'])
  })

  it.each(plantedLint)('$rule catches $file', ({ file, rule }) => {
    const lines = output.split('\n').filter((line) => line.includes(file))
    expect(lines.join('\n')).toContain(rule)
  })
})
