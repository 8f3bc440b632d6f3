import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  appendToDailyLog,
  dailyLogOf,
  listDailyLogs,
  readDailyLog,
} from '../../../main/operations/daily-log/daily-log.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { entryOf } from './record-samples.ts'

const at = '2026-01-29T23:59:59.999Z'

/** As much of a vault as a log needs: the file that says that it is there. */
function emptyVault(): string {
  const folder = tempFolder()
  fs.mkdirSync(path.join(folder, '.holdfast'))
  fs.writeFileSync(path.join(folder, '.holdfast', 'vault.json'), '{}')
  return folder
}

describe('the daily log', () => {
  it('is not begun in a folder whose vault is gone', async () => {
    const folder = path.join(tempFolder(), 'unplugged')
    await expect(appendToDailyLog(folder, at, entryOf(1))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(fs.existsSync(folder)).toBe(false)
    fs.mkdirSync(folder)
    await expect(appendToDailyLog(folder, at, entryOf(1))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('is one file a UTC day, one line an operation, read back as it was', async () => {
    const vault = emptyVault()
    expect(dailyLogOf(at)).toBe('backup_logs/backup_20260129.log')
    await appendToDailyLog(vault, at, entryOf(1))
    await appendToDailyLog(vault, at, entryOf(2, { result: 'failed', fault: { code: 'JOB_CANCELLED' } }))
    await appendToDailyLog(vault, '2026-01-30T00:00:00.000Z', entryOf(3))
    const names = await listDailyLogs(vault)
    expect(names).toEqual(['backup_20260129.log', 'backup_20260130.log'])
    const first = await readDailyLog(vault, names[0]!, 0)
    expect(first.entries).toEqual([
      entryOf(1),
      entryOf(2, { result: 'failed', fault: { code: 'JOB_CANCELLED' } }),
    ])
    await appendToDailyLog(vault, at, entryOf(4))
    expect((await readDailyLog(vault, names[0]!, first.toByte)).entries).toEqual([entryOf(4)])
  })

  it('loses no line to one that a crash cut short', async () => {
    const vault = emptyVault()
    await appendToDailyLog(vault, at, entryOf(1))
    const file = path.join(vault, dailyLogOf(at))
    fs.appendFileSync(file, '{"id":"half a li')
    expect((await readDailyLog(vault, path.basename(file), 0)).entries).toEqual([entryOf(1)])
    await appendToDailyLog(vault, at, entryOf(2))
    expect((await readDailyLog(vault, path.basename(file), 0)).entries).toEqual([entryOf(1), entryOf(2)])
  })

  it('passes over what it does not know', async () => {
    const vault = emptyVault()
    await appendToDailyLog(vault, at, entryOf(1))
    fs.appendFileSync(
      path.join(vault, dailyLogOf(at)),
      'null\n[]\n{"id":1}\n{"id":"a","kind":"dance","startedAt":"x","result":"success"}\n',
    )
    expect((await readDailyLog(vault, 'backup_20260129.log', 0)).entries).toEqual([entryOf(1)])
  })

  it('takes a part of a huge log into memory, and passes over one that has no lines', async () => {
    const vault = emptyVault()
    await appendToDailyLog(vault, at, entryOf(1))
    const file = path.join(vault, dailyLogOf(at))
    const sizeBytes = 3 * 2 ** 30
    fs.truncateSync(file, sizeBytes)
    const first = await readDailyLog(vault, path.basename(file), 0)
    expect(first.entries).toEqual([entryOf(1)])
    const next = await readDailyLog(vault, path.basename(file), first.toByte)
    expect(next.entries).toEqual([])
    expect(next.toByte).toBeGreaterThan(first.toByte)
    expect(next.toByte).toBeLessThan(sizeBytes / 10)
  })
})
