import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { contract } from '../../../shared/contract/contract.ts'
import { actWords } from '../../../shared/domain/audit/act-words.ts'
import { isAudited } from '../../../shared/domain/audit/audited-acts.ts'
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts'
import type { Role } from '../../../shared/domain/access/role.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { linesOf, writeLines } from '../../support/audit/sample-log.ts'
import { tamperings } from '../../support/audit/tamperings.ts'
import { projectRoot } from '../../support/project-root.ts'
import { backendRig, clientAs, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

function databaseIn({ folder }: BackendRig, name = 'market_data'): string {
  const file = path.join(folder, `${name}.db`)
  const db = new Database(file)
  db.exec('CREATE TABLE series (id INTEGER PRIMARY KEY, value REAL)')
  db.exec('INSERT INTO series (value) VALUES (1.5), (2.5)')
  db.close()
  return file
}

async function vaultWith(
  kind: 'automatic' | 'none' = 'automatic',
): Promise<BackendRig & { databaseId: string }> {
  const rig = await backendRig()
  await rig.client.vault.create({ folder: rig.vault, key: { kind } })
  const [added] = await rig.client.databases.add({ paths: [databaseIn(rig)] })
  if (added?.added !== true) throw new Error('not added')
  return { ...rig, databaseId: added.database.id }
}

async function backUp(rig: BackendRig & { databaseId: string }): Promise<void> {
  await rig.client.backups.start({ databaseIds: [rig.databaseId], type: 'full', label: 'manual' })
  await jobsEnded(rig)
}

async function entriesOf({ client }: BackendRig): Promise<readonly AuditEntry[]> {
  return (await client.audit.list({ limit: 500 })).entries.toReversed()
}

function said({ kind, act, result, fault }: AuditEntry): readonly unknown[] {
  return [kind, act, result, fault]
}

const logOf = ({ vault }: BackendRig): string =>
  path.join(vault, '.holdfast', 'audit', 'AUDIT-00000001.jsonl')

describe('what is said', () => {
  it('is each act before and after it, each job, who did it, and where it led', async () => {
    const rig = await vaultWith()
    await backUp(rig)
    const entries = await entriesOf(rig)
    expect(entries.map(said)).toEqual([
      ['begin', null, null, null],
      ['result', 'vault.create', 'done', null],
      ['intent', 'databases.add', null, null],
      ['result', 'databases.add', 'done', null],
      ['intent', 'backups.start', null, null],
      ['job_intent', 'job.backup', null, null],
      ['result', 'backups.start', 'done', null],
      ['job_result', 'job.backup', 'done', null],
      ['intent', 'audit.list', null, null],
    ])
    const job = entries.find(({ kind }) => kind === 'job_result')
    expect(job?.facts).toMatchObject({ database: 'market_data', isScheduled: false })
    expect(job).toMatchObject({ user: rig.backend.operations.world.actor.user, by: 'browser' })
    expect(fs.statSync(logOf(rig)).mode & 0o777).toBe(0o600)
  })

  it('is what failed, with the code of its fault and none of its words', async () => {
    const rig = await vaultWith()
    fs.rmSync(path.join(rig.folder, 'market_data.db'))
    await backUp(rig)
    const failed = (await entriesOf(rig)).filter(({ result }) => result === 'failed')
    expect(failed.map(said)).toEqual([['job_result', 'job.backup', 'failed', 'SOURCE_MISSING']])
  })

  it('is who was refused', async () => {
    const rig = await vaultWith()
    const as = (role: Role | null) => clientAs(rig, role)
    await as('viewer')
      .retention.run({})
      .catch(() => undefined)
    await as(null)
      .databases.list()
      .catch(() => undefined)
    const refused = (await entriesOf(rig)).filter(({ kind }) => kind === 'refused')
    expect(refused.map(said)).toEqual([
      ['refused', 'retention.run', 'refused', 'ROLE_NEEDED'],
      ['refused', 'databases.list', 'refused', 'ROLE_NEEDED'],
    ])
  })

  it('is nothing of who only looks at lists, and once of who reads again and again', async () => {
    const rig = await vaultWith()
    await backUp(rig)
    const before = (await entriesOf(rig)).length
    for (let turn = 0; turn < 3; turn += 1) {
      await rig.client.databases.list()
      await rig.client.health.report()
      await rig.client.audit.list({ limit: 500 })
    }
    // The result of the first look at the log.
    expect((await entriesOf(rig)).length).toBe(before + 1)
  })

  it('is signed before and after what replaces or removes', async () => {
    const rig = await vaultWith()
    await backUp(rig)
    await rig.client.retention.run({})
    await jobsEnded(rig)
    const kinds = (await entriesOf(rig)).map(({ kind, act }) => act ?? kind)
    const first = kinds.indexOf('retention.run')
    expect(kinds[first - 1]).toBe('checkpoint')
    expect(kinds[kinds.lastIndexOf('job.prune') + 1]).toBe('checkpoint')
    expect(kinds[kinds.lastIndexOf('retention.run') + 1]).toBe('checkpoint')
  })

  it('has words for every act that is kept', () => {
    const names = Object.entries(contract).flatMap(([branch, procedures]) =>
      Object.entries(procedures as Record<string, { '~orpc': { meta: { role: Role } } }>).map(
        ([name, procedure]) => ({ name: `${branch}.${name}`, needs: procedure['~orpc'].meta.role }),
      ),
    )
    const wordless = names.filter(isAudited).filter(({ name }) => actWords(name) === name)
    expect(wordless).toEqual([])
  })
})

describe('looking through the log', () => {
  it('finds nothing where nothing was done, and says what it was compared with', async () => {
    const rig = await vaultWith()
    await backUp(rig)
    const report = await rig.client.audit.verify()
    expect(report).toMatchObject({ verdict: 'whole', isKeyed: true, findings: [], unfinished: [] })
    expect(report.marks).toEqual({ manifests: 1, machine: 1 })
    expect(await rig.client.audit.verified()).toEqual(report)
  })

  it('finds a log that was cut off before a backup was taken, by the backup alone', async () => {
    const rig = await vaultWith()
    await backUp(rig)
    const lines = linesOf(logOf(rig))
    await rig.backend.close()
    fs.rmSync(path.join(rig.folder, 'home', 'audit'), { recursive: true })
    writeLines(logOf(rig), lines.slice(0, 3))
    const other = await backendRig({ folder: rig.folder })
    await other.client.vault.open({ folder: rig.vault })
    const report = await other.client.audit.verify()
    expect(report.verdict).toBe('tampered')
    expect(report.findings[0]?.source).toMatchObject({ kind: 'manifest' })
  })

  it('finds a log that was cut off after the last backup, by what this machine remembers, also when it was written on', async () => {
    const rig = await vaultWith()
    await rig.client.schedules.pause()
    await rig.backend.close()
    writeLines(logOf(rig), linesOf(logOf(rig)).slice(0, -2))
    const other = await backendRig({ folder: rig.folder })
    await other.client.vault.open({ folder: rig.vault })
    for (let turn = 0; turn < 4; turn += 1) await other.client.schedules.pause()
    const report = await other.client.audit.verify()
    expect(report.findings[0]).toMatchObject({ kind: 'replaced', source: { kind: 'machine' } })
    await other.backend.close()

    const again = await backendRig({ folder: rig.folder })
    await again.client.vault.open({ folder: rig.vault })
    expect((await again.client.audit.verify()).verdict).toBe('tampered')
  })
})

describe('a vault that can’t be written', () => {
  // Whoever runs the tests as root may write everything: the log’s place is taken by a file then.
  function block({ vault }: BackendRig): () => void {
    const folder = path.join(vault, '.holdfast', 'audit')
    fs.renameSync(folder, `${folder}.away`)
    fs.writeFileSync(folder, '')
    return () => {
      fs.rmSync(folder)
      fs.renameSync(`${folder}.away`, folder)
    }
  }

  it('lets its entries wait on this machine, and gets them, as delayed, once it can', async () => {
    const rig = await vaultWith()
    const unblock = block(rig)
    await rig.client.schedules.pause()
    await backUp(rig)
    const waiting = path.join(rig.folder, 'home', 'audit')
    expect(fs.readdirSync(waiting).some((name) => name.endsWith('.waiting'))).toBe(true)
    unblock()
    await rig.client.schedules.resume()
    const entries = await entriesOf(rig)
    const delayed = entries.filter(({ writtenAt }) => writtenAt !== null)
    expect(delayed.map(({ act, kind }) => `${kind} ${act}`)).toEqual([
      'intent schedules.pause',
      'result schedules.pause',
      'intent backups.start',
      expect.stringMatching(/^(job_intent job\.backup|result backups\.start)$/),
      expect.stringMatching(/^(job_intent job\.backup|result backups\.start)$/),
      'job_result job.backup',
    ])
    expect(entries.findIndex(({ act }) => act === 'schedules.resume')).toBeGreaterThan(
      entries.findLastIndex(({ writtenAt }) => writtenAt !== null),
    )
    expect((await rig.client.audit.verify()).verdict).toBe('whole')
    const [folder] = fs.readdirSync(waiting).filter((name) => name.endsWith('.waiting'))
    expect(fs.readdirSync(path.join(waiting, folder!))).toEqual([])
  })

  it('keeps nothing from being removed as long as it can be recorded somewhere, and everything where it can’t', async () => {
    const rig = await vaultWith()
    const unblock = block(rig)
    await rig.client.retention.run({})
    await jobsEnded(rig)
    fs.rmSync(path.join(rig.folder, 'home', 'audit'), { recursive: true })
    fs.writeFileSync(path.join(rig.folder, 'home', 'audit'), '')
    const refusal: unknown = await rig.client.retention.run({}).catch((error: unknown) => error)
    expect((refusal as { data?: unknown }).data ?? faultOf(refusal)).toMatchObject({
      code: 'AUDIT_NOT_WRITTEN',
    })
    const remove = rig.client.databases.remove({ databaseId: rig.databaseId, confirmName: 'market_data' })
    await expect(remove).rejects.toMatchObject({ data: { code: 'AUDIT_NOT_WRITTEN' } })
    // What brings data back, and all else, is done.
    await rig.client.schedules.pause()
    await backUp(rig)
    expect((await rig.client.backups.list({})).total).toBe(1)
    unblock()
    fs.rmSync(path.join(rig.folder, 'home', 'audit'))
  })
})

describe('an export', () => {
  function verify(folder: string): {
    status: number
    report: { isWhole: boolean; problems: { seq: number }[] }
  } {
    const script = path.join(folder, 'verify-audit.mjs')
    try {
      const out = execFileSync(process.execPath, [script, '--json'], { encoding: 'utf8', cwd: '/' })
      return { status: 0, report: JSON.parse(out) as never }
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string }
      return { status, report: JSON.parse(stdout) as never }
    }
  }

  it.each(['automatic', 'none'] as const)(
    'is verified by its own script, which finds every kind of change (%s)',
    async (kind) => {
      const rig = await vaultWith(kind)
      for (let turn = 0; turn < 4; turn += 1) await rig.client.schedules.pause()
      const toPath = path.join(rig.folder, 'for the auditor')
      const exported = await rig.client.audit.export({ toPath })
      expect(exported.files).toEqual([
        'AUDIT-00000001.jsonl',
        'checkpoint.json',
        'verify-audit.mjs',
        'README.txt',
      ])
      expect(fs.readFileSync(path.join(toPath, 'verify-audit.mjs'), 'utf8')).toBe(
        fs.readFileSync(path.join(projectRoot, 'assets', 'audit', 'verify-audit.mjs'), 'utf8'),
      )
      const whole = verify(toPath)
      expect(whole).toMatchObject({ status: 0, report: { isWhole: true, entries: exported.entries } })
      const { fingerprint } = await rig.client.audit.verify()
      expect((whole.report as { fingerprint?: unknown }).fingerprint).toBe(fingerprint)
      const copy = path.join(toPath, 'AUDIT-00000001.jsonl')
      const lines = linesOf(copy)
      for (const { name, apply } of tamperings) {
        const changed = apply(lines, 5)
        // Without a key there is no proof in a line whose bit could be turned.
        if (changed === null || changed.join() === lines.join()) continue
        writeLines(copy, changed)
        const { status, report } = verify(toPath)
        expect({ name, status, isWhole: report.isWhole }).toEqual({ name, status: 1, isWhole: false })
      }
    },
  )

  it('goes into no folder that has something, and not into the vault', async () => {
    const rig = await vaultWith()
    const full = rig.client.audit.export({ toPath: rig.folder })
    await expect(full).rejects.toMatchObject({ data: { code: 'EXPORT_FAILED' } })
    const inside = rig.client.audit.export({ toPath: path.join(rig.vault, 'log') })
    await expect(inside).rejects.toMatchObject({ data: { code: 'TARGET_IN_VAULT' } })
  })
})
