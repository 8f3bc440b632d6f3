import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import { appendEntries, listEntries, verifyLog, type VaultAccess } from '../../../main/engine/engine.ts'
import { append, auditFolderOf, draftOf, range, sampleLog } from '../../support/audit/sample-log.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import { faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import { projectRoot } from '../../support/project-root.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const everything = { before: null, limit: 10_000, accepts: () => true }

async function actIdsIn(access: VaultAccess): Promise<readonly (string | null)[]> {
  const { entries } = await listEntries(realPorts, access.folder, everything)
  return entries.map(({ actId }) => actId).filter((actId) => actId !== null)
}

/** Appends through a file system that fails as planned. Returns whether it did. */
async function appendThrough(
  access: VaultAccess,
  fault: PlannedFault,
): Promise<{ hasStruck: boolean; isWritten: boolean }> {
  const files = faultyFileSystem(fault)
  const drafts = range(1, 3).map((n) => ({ draft: draftOf(n, { actId: `faulty-${n}` }), writtenAt: null }))
  try {
    await appendEntries({ ...realPorts, files }, access, () => Promise.resolve(drafts), 0)
    return { hasStruck: files.hasStruck(), isWritten: true }
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return { hasStruck: files.hasStruck(), isWritten: false }
  }
}

describe('a program that dies while it writes', () => {
  it.each(['a log that has begun', 'a new vault'])('leaves a log that goes on, in %s', async (name) => {
    for (let at = 1; ; at += 1) {
      const folder = tempFolder('audit')
      const { access } =
        name === 'a new vault' ? { access: await newVault(folder) } : await sampleLog(folder, 10)
      const { hasStruck, isWritten } = await appendThrough(access, { kind: 'kill', at })
      // Its lease is left behind, as if it were a dead process’s.
      fs.rmSync(path.join(access.folder, '.holdfast', 'leases', 'audit.json'), { force: true })
      const mark = await append(access, draftOf(20, { actId: 'after' }))
      const report = await verifyLog(realPorts, access, [{ ...mark, source: { kind: 'machine', at: 'now' } }])
      expect({ at, findings: report.findings, isEndOpen: report.isEndOpen }).toEqual({
        at,
        findings: [],
        isEndOpen: false,
      })
      const there = await actIdsIn(access)
      expect(there).toContain('after')
      if (isWritten) expect(there).toEqual(expect.arrayContaining(['faulty-1', 'faulty-2', 'faulty-3']))
      if (!hasStruck) return
      expect(at).toBeLessThan(60)
    }
  })

  it('in the middle of a line: the next entry says what was cut', async () => {
    const { access, file } = await sampleLog(tempFolder('audit'), 10)
    await appendThrough(access, { kind: 'short_write', at: 2, errno: 'EIO' })
    expect(fs.readFileSync(file, 'utf8').endsWith('\n')).toBe(false)
    expect(await verifyLog(realPorts, access, [])).toMatchObject({ verdict: 'whole', isEndOpen: true })
    const mark = await append(access, draftOf(20))
    const report = await verifyLog(realPorts, access, [{ ...mark, source: { kind: 'machine', at: 'now' } }])
    expect(report).toMatchObject({ verdict: 'whole', tornCount: 1, isEndOpen: false })
  })

  it('leaves zeros, lines among them or a file without a name of its own: all is told, nothing is lost', async () => {
    const { access, file } = await sampleLog(tempFolder('audit'), 10)
    for (const left of ['\0'.repeat(5000), 'half\n{"seq":12}\nmore', '\n', '{"seq"']) {
      fs.appendFileSync(file, left)
      await append(access, draftOf(20))
    }
    const report = await verifyLog(realPorts, access, [])
    expect(report).toMatchObject({ verdict: 'whole', tornCount: 4, entries: 18 })
  })

  it('before the first entry of a new file: the log goes on in it', async () => {
    const { access } = await sampleLog(tempFolder('audit'), 4096)
    fs.writeFileSync(path.join(auditFolderOf(access), 'AUDIT-00004097.jsonl'), '')
    const mark = await append(access, draftOf(20))
    expect(mark.entries).toBe(4097)
    expect(await verifyLog(realPorts, access, [])).toMatchObject({ verdict: 'whole', entries: 4097 })
  })
})

describe('an entry that says it was torn', () => {
  it('excuses nothing else', async () => {
    const { access, file } = await sampleLog(tempFolder('audit'), 10)
    fs.appendFileSync(file, 'cut in ha')
    await append(access, draftOf(20))
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('cut in ha', 'cut in hb'))
    const report = await verifyLog(realPorts, access, [])
    expect(report.findings[0]).toMatchObject({ kind: 'inserted', seq: 11 })
  })

  it('does not hide an entry that was cut on purpose: another place remembers it', async () => {
    const { access, file, mark } = await sampleLog(tempFolder('audit'), 10)
    fs.truncateSync(file, fs.statSync(file).size - 30)
    await append(access, draftOf(20))
    const report = await verifyLog(realPorts, access, [{ ...mark, source: { kind: 'machine', at: 'now' } }])
    expect(report.findings[0]).toMatchObject({ kind: 'replaced', seq: 10 })
  })
})

function startAppending(access: VaultAccess, user: string, count: number): ChildProcess {
  const script = path.join(projectRoot, 'test', 'support', 'audit', 'append-process.ts')
  return fork(script, [JSON.stringify(access), user, String(count)])
}

describe('several programs', () => {
  it('write one chain between them, and nothing of it is lost', async () => {
    const access = await newVault(tempFolder('audit'))
    const children = ['one', 'two'].map((user) => startAppending(access, user, 40))
    await Promise.all(children.map((child) => once(child, 'exit')))
    const report = await verifyLog(realPorts, access, [])
    expect(report).toMatchObject({ verdict: 'whole', entries: 81, tornCount: 0 })
    const there = await actIdsIn(access)
    const wanted = ['one', 'two'].flatMap((user) => range(1, 40).map((n) => `${user}-${n}`))
    expect(new Set(there)).toEqual(new Set(wanted))
    expect(there).toHaveLength(wanted.length)
  })

  it('and one is killed: what it said was durable is there, and the others go on', async () => {
    const access = await newVault(tempFolder('audit'))
    const said: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const [killed, other] = ['killed', 'other'].map((user) => startAppending(access, `${user}${round}`, 30))
      if (killed === undefined || other === undefined) throw new Error('two programs')
      const ended = [killed, other].map((child) => once(child, 'exit'))
      for (const child of [killed, other]) child.on('message', (text: string) => said.push(text))
      while (said.filter((text) => text.startsWith(`killed${round}`)).length < 3 + round * 4)
        await once(killed, 'message')
      killed.kill('SIGKILL')
      await Promise.all(ended)
    }
    const mark = await append(access, draftOf(1))
    const report = await verifyLog(realPorts, access, [{ ...mark, source: { kind: 'machine', at: 'now' } }])
    expect(report).toMatchObject({ verdict: 'whole', isEndOpen: false })
    expect(await actIdsIn(access)).toEqual(expect.arrayContaining(said))
  })
})
