import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { verifyLog, type KnownMark } from '../../../main/engine/engine.ts'
import {
  append,
  auditFolderOf,
  draftOf,
  linesOf,
  range,
  sampleLog,
  withNewKey,
  writeLines,
  type SampleLog,
} from '../../support/audit/sample-log.ts'
import { tamperings } from '../../support/audit/tamperings.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const entries = 120

function marksOf({ mark }: Pick<SampleLog, 'mark'>): readonly KnownMark[] {
  return [{ ...mark, source: { kind: 'machine', at: '2025-01-02T00:00:00.000Z' } }]
}

describe('every change of a log with a key is found, at every place of it', () => {
  it.each(tamperings)('$name', async ({ apply, found, names }) => {
    const log = await sampleLog(tempFolder('audit'), entries)
    const lines = linesOf(log.file)
    for (const at of range(1, entries)) {
      const changed = apply(lines, at)
      if (changed === null) continue
      writeLines(log.file, changed)
      const report = await verifyLog(realPorts, log.access, marksOf(log))
      const [first] = report.findings
      expect({ at, verdict: report.verdict }).toEqual({ at, verdict: 'tampered' })
      expect(found, `at ${at}: ${JSON.stringify(first)}`).toContain(first?.kind)
      expect({ at, seq: first?.seq }).toEqual({ at, seq: names(at) })
    }
    writeLines(log.file, lines)
    expect(await verifyLog(realPorts, log.access, marksOf(log))).toMatchObject({
      verdict: 'whole',
      findings: [],
    })
  })
})

it('every change of a long log is found, also where its files meet', async () => {
  const log = await sampleLog(tempFolder('audit'), 8400)
  const second = path.join(auditFolderOf(log.access), 'AUDIT-00004097.jsonl')
  const lines = linesOf(second)
  for (const { name, apply, found, names } of tamperings) {
    for (const place of [1, 2048, 4095]) {
      const changed = apply(lines, place, 4096)
      if (changed === null) throw new Error(`${name} can be done everywhere`)
      writeLines(second, changed)
      const [first] = (await verifyLog(realPorts, log.access, marksOf(log))).findings
      // What is cut off in the middle of a log is missing there.
      expect([...found, 'removed', 'segment_missing'], `${name} at ${place}`).toContain(first?.kind)
      const seq = name.startsWith('inserted a copy') && place === 1 ? 4097 : names(place) + 4096
      expect({ name, place, seq: first?.seq }).toEqual({ name, place, seq })
    }
  }
  writeLines(second, lines)
  expect(await verifyLog(realPorts, log.access, marksOf(log))).toMatchObject({ verdict: 'whole' })
})

describe('a log of a vault without a key', () => {
  // Who has no key to prove entries with can't tell who added one at the end.
  const found = tamperings.filter(({ name }) => name !== 'inserted a forged one')
  it.each(found)('$name: found by its links, or by what another place remembers', async ({ apply }) => {
    const log = await sampleLog(tempFolder('audit'), entries, 'none')
    const lines = linesOf(log.file)
    for (const at of range(1, entries).filter((n) => n % 7 === 0 || n === 1 || n === entries)) {
      const changed = apply(lines, at)
      if (changed === null || changed.join('\n') === lines.join('\n')) continue
      writeLines(log.file, changed)
      const report = await verifyLog(realPorts, log.access, marksOf(log))
      expect({ at, verdict: report.verdict }).toEqual({ at, verdict: 'tampered' })
    }
  })

  it('says that it is proved by no key', async () => {
    const { access, mark } = await sampleLog(tempFolder('audit'), 10, 'none')
    const report = await verifyLog(realPorts, access, marksOf({ mark }))
    expect(report).toMatchObject({ verdict: 'whole', isKeyed: false, fingerprint: null, checkpoints: 0 })
  })
})

describe('files of a log', () => {
  it('go on with the next after 4096 entries, and one that is missing is named', async () => {
    const log = await sampleLog(tempFolder('audit'), 9000)
    const files = fs.readdirSync(auditFolderOf(log.access))
    expect(files).toEqual(['AUDIT-00000001.jsonl', 'AUDIT-00004097.jsonl', 'AUDIT-00008193.jsonl'])
    const place = (name: string): string => path.join(auditFolderOf(log.access), name)
    for (const [name, kind, seq] of [
      [files[0]!, 'segment_missing', 1],
      [files[1]!, 'segment_missing', 4097],
      [files[2]!, 'cut_off', 8193],
    ] as const) {
      fs.renameSync(place(name), `${place(name)}.away`)
      const report = await verifyLog(realPorts, log.access, marksOf(log))
      expect(report.findings[0]).toMatchObject({ kind, seq, file: `.holdfast/audit/${name}` })
      fs.renameSync(`${place(name)}.away`, place(name))
    }
    expect(await verifyLog(realPorts, log.access, marksOf(log))).toMatchObject({
      verdict: 'whole',
      entries: 9000,
    })
  })

  it('that are all gone are missed, and what is written then does not hide it', async () => {
    const log = await sampleLog(tempFolder('audit'), 20)
    fs.rmSync(auditFolderOf(log.access), { recursive: true })
    const gone = await verifyLog(realPorts, log.access, marksOf(log))
    expect(gone.findings[0]).toMatchObject({ kind: 'log_missing', seq: 1, lastSeq: 20 })
    await append(log.access, ...range(1, 40).map((n) => draftOf(n)))
    const replaced = await verifyLog(realPorts, log.access, marksOf(log))
    expect(replaced.findings[0]).toMatchObject({ kind: 'replaced', seq: 20, source: { kind: 'machine' } })
  })
})

describe('the keys of a vault', () => {
  it('prove what was written with each of them, and the older one signs the newer', async () => {
    const log = await sampleLog(tempFolder('audit'), 20)
    const rotated = withNewKey(log.access)
    await append(rotated, draftOf(21), draftOf(22, { kind: 'checkpoint', act: null, actId: null, facts: {} }))
    const report = await verifyLog(realPorts, rotated, marksOf(log))
    expect(report).toMatchObject({ verdict: 'whole', entries: 23, checkpoints: 1 })
    expect(report.fingerprint).toBe((await verifyLog(realPorts, log.access, [])).fingerprint)

    const lines = linesOf(log.file)
    const keyEntry = lines.findIndex((line) => line.includes('"kind":"key"'))
    writeLines(log.file, lines.toSpliced(keyEntry, 1, lines[keyEntry]!.replace('"act":null', '"act":"x"')))
    const changed = await verifyLog(realPorts, rotated, [])
    expect(changed.findings[0]).toMatchObject({ kind: 'changed', seq: 21 })
  })

  it('that the vault does not have prove nothing', async () => {
    const log = await sampleLog(tempFolder('audit'), 20)
    const stranger = { ...withNewKey(log.access), olderKeys: [] }
    const report = await verifyLog(realPorts, stranger, [])
    expect(report.findings[0]).toMatchObject({ kind: 'key_unknown', seq: 1 })
    expect(report.findingCount).toBe(20)
  })
})

it('names what was asked for and has no result', async () => {
  const log = await sampleLog(tempFolder('audit'), 4)
  await append(log.access, draftOf(5, { actId: 'lost', act: 'restore.start' }))
  const report = await verifyLog(realPorts, log.access, marksOf(log))
  expect(report.verdict).toBe('whole')
  expect(report.unfinished.map(({ act, seq }) => [act, seq])).toContainEqual(['restore.start', 5])
})
