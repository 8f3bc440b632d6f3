import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { auditKinds, auditResults } from '../../../shared/domain/audit/audit-entry.ts'
import { linesOf, writeLines } from '../../support/audit/sample-log.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

const entryDocument = z.strictObject({
  seq: z.number(),
  at: z.iso.datetime(),
  writtenAt: z.iso.datetime().nullable(),
  user: z.string(),
  uid: z.number().nullable(),
  machine: z.string(),
  by: z.literal('command_line'),
  kind: z.enum(auditKinds),
  act: z.string().nullable(),
  actId: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  result: z.enum(auditResults).nullable(),
  fault: z.string().nullable(),
})
const listDocument = z.strictObject({ entries: z.array(entryDocument) })
const reportDocument = z.looseObject({
  verdict: z.enum(['whole', 'tampered', 'empty']),
  entries: z.number(),
  isKeyed: z.boolean(),
  findings: z.array(z.looseObject({ kind: z.string(), seq: z.number() })),
})

async function rigWithLog(): Promise<Rig & { log: string }> {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data.db'))
  await rig.run('backup', 'market_data')
  return { ...rig, log: path.join(rig.vault, '.holdfast', 'audit', 'AUDIT-00000001.jsonl') }
}

describe('audit', () => {
  it('lists what commands did, and commands that only look leave no trace', async () => {
    const rig = await rigWithLog()
    const before = linesOf(rig.log).length
    await rig.run('list')
    await rig.run('health')
    expect(linesOf(rig.log).length).toBe(before)
    const { status, json } = await rig.json('audit')
    expect(status).toBe(0)
    const { entries } = listDocument.parse(json)
    expect(entries.map(({ kind, act, result }) => `${kind} ${act} ${result}`).toReversed()).toEqual([
      'begin null null',
      'result vault.create done',
      'intent databases.add null',
      'result databases.add done',
      'intent backups.start null',
      'job_intent job.backup null',
      'job_result job.backup done',
      'result backups.start done',
      'intent audit.list null',
    ])
    const { out } = await rig.run('audit', '--act', 'job.', '--since', '2026-01-01')
    expect(out).toMatch(/ENTRY +WHEN +WHO +WHAT +RESULT +FACTS\n +7 .* Backup +done +database market_data/)
    const wrong = await rig.json('audit', '--result', 'perhaps')
    expect({ status: wrong.status, code: errorDocument.parse(wrong.json).error.code }).toEqual({
      status: 2,
      code: 'WRONG_USE',
    })
  })

  it('verify ends with 0 where the log is whole, and with 1 and the first place where it is not', async () => {
    const rig = await rigWithLog()
    const whole = await rig.json('audit', 'verify')
    expect({ status: whole.status, ...reportDocument.parse(whole.json) }).toMatchObject({
      status: 0,
      verdict: 'whole',
      isKeyed: true,
      unfinished: [],
    })
    const lines = linesOf(rig.log)
    writeLines(rig.log, lines.with(3, lines[3]!.replace('"done"', '"failed"')))
    const changed = await rig.json('audit', 'verify')
    expect(changed.status).toBe(1)
    expect(reportDocument.parse(changed.json).findings[0]).toMatchObject({ kind: 'changed', seq: 4 })
    const { status, out } = await rig.run('audit', 'verify')
    expect({ status, first: out.split('\n')[0] }).toEqual({
      status: 1,
      first: 'Entry 4 was changed, in .holdfast/audit/AUDIT-00000001.jsonl.',
    })
  })

  it('export writes what its own script verifies, in a folder where nothing else is', async () => {
    const rig = await rigWithLog()
    const to = path.join(rig.folder, 'audit of 2026')
    const { status } = await rig.json('audit', 'export', '--to', to)
    expect(status).toBe(0)
    const out = execFileSync(process.execPath, [path.join(to, 'verify-audit.mjs')], {
      encoding: 'utf8',
      cwd: '/',
    })
    expect(out).toMatch(/^All \d+ entries are as they were written/)
    expect(fs.readdirSync(to)).toContain('README.txt')
    const again = await rig.json('audit', 'export', '--to', to)
    expect(errorDocument.parse(again.json).error.code).toBe('EXPORT_FAILED')
  })

  it('keeps what the end of an interrupted command is unknown of, as a finding of its own', async () => {
    const rig = await rigWithLog()
    writeLines(rig.log, linesOf(rig.log).slice(0, -1))
    fs.rmSync(path.join(rig.home, 'audit'), { recursive: true })
    const { json, status } = await rig.json('audit', 'verify')
    expect({ status, json }).toMatchObject({
      status: 0,
      json: { verdict: 'whole', unfinished: [{ act: 'backups.start', seq: 5 }] },
    })
  })
})
