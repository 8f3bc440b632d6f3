import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { nodePorts, silentLogger } from '../../../../main/engine/ports/node-ports.ts'
import { planRestore, type PlanInput } from '../../../../main/engine/restore/plan-restore.ts'
import { inspectTarget } from '../../../../main/engine/target/inspect-target.ts'
import type { BackupRecord } from '../../../../shared/domain/backup-record.ts'
import type { TargetState } from '../../../../shared/domain/restore-plan.ts'
import { concludeValidation, type CheckOutcome } from '../../../../shared/domain/validation.ts'
import { buildDatabase } from '../../../support/database-builder.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const ports = nodePorts(silentLogger)
const passed: CheckOutcome = { status: 'passed', detail: 'as recorded', durationMs: 1 }
const failed: CheckOutcome = { status: 'failed', detail: '3 rows break a foreign key', durationMs: 1 }

function record(consistency = passed): BackupRecord {
  return {
    id: 'b',
    databaseId: 'd',
    database: 'market_data',
    type: 'full',
    label: 'daily',
    file: 'daily/x.db.zst',
    takenAt: '2026-01-02T03:00:00.000Z',
    sizeBytes: 400_000,
    sourceBytes: 1_000_000,
    sha256: '',
    root: '',
    pageSize: 4096,
    pageCount: 245,
    tableCount: 2,
    rowCount: 10,
    compressionRatio: 2.5,
    durationMs: 5,
    stored: { compression: 'zstd', encryption: 'none' },
    needs: [],
    remarks: [],
    validation: concludeValidation(
      '2026-01-02T03:00:01.000Z',
      {
        file_accessibility: passed,
        database_readable: passed,
        schema_integrity: passed,
        data_consistency: consistency,
        checksum_match: passed,
      },
      null,
    ),
  }
}

const nowMs = Date.parse('2026-01-02T05:30:00.000Z')

function inputFor(target: TargetState, more: Partial<PlanInput> = {}): PlanInput {
  return {
    databaseId: 'd',
    database: 'market_data',
    chain: [record()],
    target,
    vaultFolder: path.join(path.dirname(target.path), 'vault'),
    databasePath: target.path,
    measuredBytesPerSecond: null,
    nowMs,
    ...more,
  }
}

async function databaseIn(folder: string): Promise<TargetState> {
  const file = path.join(folder, 'live.db')
  buildDatabase(file, { rows: 20, journalMode: 'delete' })
  return inspectTarget(ports, file)
}

describe('inspecting a target', () => {
  it('tells an absent file, a database, a damaged one and another kind of file apart', async () => {
    const folder = tempFolder()
    expect(await inspectTarget(ports, path.join(folder, 'none.db'))).toMatchObject({
      exists: false,
      content: 'none',
      modifiedAt: null,
    })
    const database = await databaseIn(folder)
    expect(database).toMatchObject({
      exists: true,
      content: 'database',
      isLocked: false,
      openedBy: [],
      sidecars: [],
    })
    const bytes = fs.readFileSync(database.path)
    const cases = {
      not_a_database: Buffer.from('a letter'),
      damaged_database: Buffer.from(bytes).fill(1, 16, 40),
    }
    for (const [content, damaged] of Object.entries(cases)) {
      const file = path.join(folder, content)
      fs.writeFileSync(file, damaged)
      expect(await inspectTarget(ports, file)).toMatchObject({ content, sizeBytes: damaged.length })
    }
    const cut = path.join(folder, 'cut.db')
    fs.writeFileSync(cut, bytes.subarray(0, 4096 + 100))
    expect(await inspectTarget(ports, cut)).toMatchObject({ content: 'damaged_database' })
  })

  it('names what lies beside it', async () => {
    const folder = tempFolder()
    fs.writeFileSync(path.join(folder, 'gone.db-wal'), 'log')
    const { sidecars } = await inspectTarget(ports, path.join(folder, 'gone.db'))
    expect(sidecars).toEqual([path.join(folder, 'gone.db-wal')])
  })
})

describe('the plan of a restore', () => {
  it('makes a new file where nothing is', async () => {
    const plan = await planRestore(
      ports,
      inputFor(await inspectTarget(ports, path.join(tempFolder(), 'new.db'))),
    )
    expect(plan).toMatchObject({
      method: 'new_file',
      takesSafetyBackup: false,
      bytesToRead: 400_000,
      bytesToWrite: 1_000_000,
    })
    expect(plan).toMatchObject({ lossMs: 2.5 * 3_600_000, expectedMs: null })
    expect(plan.freeBytes).toBeGreaterThan(1_000_000)
  })

  it('swaps a database that nobody has open, after a safety backup, in the time that was measured', async () => {
    const target = await databaseIn(tempFolder())
    const plan = await planRestore(ports, inputFor(target, { measuredBytesPerSecond: 2_000_000 }))
    expect(plan).toMatchObject({ method: 'swap', takesSafetyBackup: true, expectedMs: 500, warnings: [] })
  })

  it('goes through SQLite where others are at work, by what is seen or by a lock', async () => {
    const target = await databaseIn(tempFolder())
    const opened = await planRestore(ports, inputFor({ ...target, openedBy: [{ pid: 7, name: 'app' }] }))
    expect(opened).toMatchObject({ method: 'in_place', bytesToWrite: 2_000_000 })
    expect(opened.warnings.join()).toContain('app (7)')
    expect(await planRestore(ports, inputFor({ ...target, isLocked: true }))).toMatchObject({
      method: 'in_place',
    })
  })

  it('sets aside what is damaged, or not this database’s own file, and says so', async () => {
    const target = await databaseIn(tempFolder())
    for (const content of ['damaged_database', 'not_a_database'] as const) {
      const plan = await planRestore(
        ports,
        inputFor({ ...target, content, openedBy: [{ pid: 7, name: 'app' }] }),
      )
      expect(plan).toMatchObject({ method: 'swap', takesSafetyBackup: false })
      expect(plan.warnings).toHaveLength(2)
    }
    const foreign = await planRestore(ports, inputFor(target, { databasePath: '/somewhere/else.db' }))
    expect(foreign).toMatchObject({ method: 'swap', takesSafetyBackup: false })
    expect(foreign.warnings.join()).toContain('set aside')
  })

  it('warns of a backup that failed a check, of a clock that jumped, and of what can not be known', async () => {
    const target = await databaseIn(tempFolder())
    const doubtful = { chain: [record(failed)], nowMs: Date.parse('2020-01-01T00:00:00.000Z') }
    const plan = await planRestore(ports, inputFor({ ...target, openedBy: null }, doubtful))
    expect(plan.lossMs).toBe(0)
    expect(plan.warnings).toHaveLength(3)
    expect(plan.warnings.join()).toContain('3 rows break a foreign key')
  })

  it('refuses a target in the vault, and one whose disk is too small', async () => {
    const folder = tempFolder()
    const target = await databaseIn(folder)
    await expect(planRestore(ports, inputFor(target, { vaultFolder: folder }))).rejects.toMatchObject({
      fault: { code: 'TARGET_IN_VAULT' },
    })
    const files = { ...ports.files, freeBytes: () => Promise.resolve(1_000_000) }
    await expect(planRestore({ ...ports, files }, inputFor(target))).rejects.toMatchObject({
      fault: { code: 'TARGET_FULL', freeBytes: 1_000_000 },
    })
  })
})
