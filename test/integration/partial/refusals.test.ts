import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { PartialRestoreRequest } from '../../../main/engine/engine-types.ts'
import { applyPartial } from '../../../main/engine/partial/apply-partial.ts'
import { previewPartial } from '../../../main/engine/partial/preview-partial.ts'
import { canMountFor, mountSmallDisk } from '../../support/small-disk.ts'
import { faultOfWork, partialStage, quietRun, realPorts, whole, type PartialStage } from './partial-stage.ts'

const build = `
  CREATE TABLE t (id INTEGER PRIMARY KEY, v);
  INSERT INTO t SELECT value, hex(randomblob(400)) FROM
    (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 2000) SELECT value FROM n);
`

/** A stage whose rows are wrecked, and the order that would bring them back. */
async function wrecked(journalMode: 'wal' | 'delete' = 'delete'): Promise<{
  readonly stage: PartialStage
  readonly request: PartialRestoreRequest
}> {
  const stage = await partialStage(build, journalMode)
  stage.sql('UPDATE t SET v = NULL')
  const { mark } = await stage.preview([whole('t')])
  return { stage, request: stage.request([whole('t')], { mark }) }
}

const apply = (request: PartialRestoreRequest): Promise<unknown> =>
  applyPartial(realPorts, request, quietRun())
const wreckedRows = 'SELECT count(*) FROM t WHERE v IS NULL'

describe('a live database that can’t be written', () => {
  it('locked by a writer for longer than is waited: nothing changes; a preview reads beside it', async () => {
    for (const journalMode of ['wal', 'delete'] as const) {
      const { stage, request } = await wrecked(journalMode)
      const holder = new Database(stage.live)
      holder.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (9999, 1)')
      expect(await faultOfWork(apply(request))).toMatchObject({ code: 'SOURCE_LOCKED', path: stage.live })
      expect((await stage.preview([whole('t')])).tables).toMatchObject([{ changed: 2000 }])
      holder.exec('ROLLBACK')
      holder.close()
      expect(await faultOfWork(apply(request))).toBeNull()
    }
  })

  it('locked exclusively: opening waits as well, in a preview too', async () => {
    const { stage, request } = await wrecked('delete')
    const holder = new Database(stage.live)
    holder.exec('BEGIN EXCLUSIVE')
    for (const fault of [
      await faultOfWork(apply(request)),
      await faultOfWork(previewPartial(realPorts, request, quietRun())),
    ]) {
      expect(fault).toMatchObject({ code: 'SOURCE_LOCKED' })
      // It was waited for: a lock that is met where nobody waits has 0 here.
      expect(fault).not.toMatchObject({ waitedMs: 0 })
    }
    holder.close()
    expect(await faultOfWork(apply(request))).toBeNull()
  })

  it('a reader that never ends keeps a commit waiting in rollback-journal mode, and then nothing is changed', async () => {
    const { stage, request } = await wrecked('delete')
    const reader = new Database(stage.live, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT * FROM t LIMIT 1').get()
    expect(await faultOfWork(apply(request))).toMatchObject({ code: 'SOURCE_LOCKED' })
    expect(reader.prepare(wreckedRows).raw().get()).toEqual([2000])
    reader.close()
    expect(stage.rows(wreckedRows)).toEqual([[2000n]])
    expect(await faultOfWork(apply(request))).toBeNull()
  })

  it('missing, a folder, no database, another encoding', async () => {
    const { stage, request } = await wrecked()
    const codeAt = async (livePath: string): Promise<readonly unknown[]> => [
      (await faultOfWork(apply({ ...request, livePath })))?.code,
      (await faultOfWork(previewPartial(realPorts, { ...request, livePath }, quietRun())))?.code,
    ]
    const text = path.join(stage.folder, 'text.db')
    fs.writeFileSync(text, 'x'.repeat(4096))
    const other = path.join(stage.folder, 'other.db')
    const db = new Database(other)
    db.pragma("encoding = 'UTF-16le'")
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    db.close()
    expect(await codeAt(path.join(stage.folder, 'nowhere.db'))).toEqual(['SOURCE_MISSING', 'SOURCE_MISSING'])
    expect(await codeAt(stage.folder)).toEqual(['TARGET_IS_FOLDER', 'SOURCE_IS_FOLDER'])
    expect(await codeAt(text)).toEqual(['SOURCE_DAMAGED', 'SOURCE_DAMAGED'])
    expect(await codeAt(other)).toEqual(['PARTIAL_BLOCKED', 'PARTIAL_BLOCKED'])
  })

  it('a safety backup that can’t be taken stops it before anything', async () => {
    const { stage, request } = await wrecked()
    const more = stage.request([whole('t')], { mark: request.mark, safety: true })
    const safetyBackup = {
      ...more.safetyBackup!,
      vault: { ...more.vault, folder: path.join(stage.folder, 'no vault') },
    }
    expect(await faultOfWork(apply({ ...more, safetyBackup }))).toMatchObject({
      code: 'SAFETY_BACKUP_FAILED',
      because: 'VAULT_MISSING',
    })
    expect(stage.rows(wreckedRows)).toEqual([[2000n]])
  })

  it('cancelled at any step: nothing changes', async () => {
    const { stage, request } = await wrecked()
    const steps: string[] = []
    await applyPartial(
      realPorts,
      { ...request, mark: 'another' },
      { ...quietRun(), onProgress: ({ step }) => steps.push(step) },
    ).catch(() => undefined)
    for (const step of ['comparing rows', 'writing rows', 'reading rows back', 'checking', 'committing']) {
      const canceller = new AbortController()
      const run = {
        signal: canceller.signal,
        onProgress: (progress: { step: string }) => {
          if (progress.step === step) canceller.abort(new Error('cancelled here'))
        },
      }
      await expect(applyPartial(realPorts, request, run), step).rejects.toThrow('cancelled here')
      expect(stage.rows(wreckedRows), step).toEqual([[2000n]])
    }
    expect(steps).toContain('comparing rows')
  })
})

const canMount = canMountFor('a full disk under a partial recovery')

describe.skipIf(!canMount)('a disk that is really full', () => {
  it('leaves the database as it was, whatever room there is', async () => {
    const { stage, request } = await wrecked('delete')
    const disk = path.join(stage.folder, 'disk')
    expect(mountSmallDisk(disk, 6 << 20)).toBe(true)
    const livePath = path.join(disk, 'live.db')
    const ballast = path.join(disk, 'ballast')
    const codes = new Set<string>()
    for (let room = 0; room <= 3 << 20; room += 393_216) {
      fs.copyFileSync(stage.live, livePath)
      const { bavail, bsize } = fs.statfsSync(disk)
      fs.writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - room)))
      const fault = await faultOfWork(apply({ ...request, livePath }))
      codes.add(fault?.code ?? 'done')
      fs.rmSync(ballast)
      const db = new Database(livePath)
      expect(db.prepare(wreckedRows).pluck().get(), `room for ${room}`).toBe(fault === null ? 0 : 2000)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
      for (const name of fs.readdirSync(disk)) fs.rmSync(path.join(disk, name))
    }
    expect([...codes].toSorted()).toEqual(['TARGET_FULL', 'done'])
  })
})
