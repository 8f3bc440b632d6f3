import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { rounds } from '../../support/rounds.ts'
import { contentOf } from '../restore/restore-stage.ts'
import { partialStage, rowsOf, whole } from './partial-stage.ts'

const build = `
  CREATE TABLE big (id INTEGER PRIMARY KEY, part INTEGER, v TEXT);
  CREATE INDEX big_by_part ON big (part, v);
  CREATE TABLE gone (a TEXT PRIMARY KEY) WITHOUT ROWID;
  INSERT INTO big (part, v) SELECT value % 5, 'row ' || value || hex(zeroblob(40)) FROM generate_series_stand_in;
  INSERT INTO gone VALUES ('x'), ('y');
`.replace(
  'generate_series_stand_in',
  '(WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 4000) SELECT value FROM n)',
)

function start(cacheFolder: string): Promise<ChildProcess> {
  const child = fork(new URL('./partial-child.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
  })
  return once(child, 'message').then(() => child)
}

/** The database with whatever lies beside it, as it is now; and putting it back. */
function capture(file: string): () => void {
  const endings = ['', '-wal', '-shm', '-journal']
  const kept = endings.flatMap((ending) =>
    fs.existsSync(file + ending) && ending !== '-shm'
      ? [[ending, fs.readFileSync(file + ending)] as const]
      : [],
  )
  return () => {
    for (const ending of endings) fs.rmSync(file + ending, { force: true })
    for (const [ending, bytes] of kept) fs.writeFileSync(file + ending, bytes)
  }
}

describe('a partial restore killed with SIGKILL', { timeout: 300_000 }, () => {
  for (const journalMode of ['wal', 'delete'] as const) {
    it(`leaves the old or the new content, never between (${journalMode})`, async () => {
      const stage = await partialStage(build, journalMode)
      stage.sql(
        "UPDATE big SET v = 'wrecked ' || id WHERE part < 3; DELETE FROM big WHERE id % 7 = 0; DROP TABLE gone",
      )
      const selections = [
        { table: 'big', conditions: [{ column: 'part', test: 'one_of', values: ['0', '1', '2'] }] },
        whole('gone'),
      ] as const
      const { mark } = await stage.preview(selections)
      const request = stage.request(selections, { mark })
      const putBack = capture(stage.live)
      const witness = path.join(stage.folder, 'witness.db')
      fs.copyFileSync(stage.live, witness)
      const old = contentOf(witness)
      let fresh = ''
      const cache = path.join(stage.folder, 'compiled')
      const seen = { old: 0, new: 0, killed: 0 }

      const oneRound = async (killAt: string | number | null): Promise<void> => {
        putBack()
        const child = await start(cache)
        const exit = once(child, 'exit')
        const ended = new Promise<string>((resolve) => {
          child.on('message', (said: { step?: string; ended?: string }) => {
            if (said.step === killAt) child.kill('SIGKILL')
            if (said.ended !== undefined) resolve(said.ended)
          })
          void exit.then(() => resolve('killed'))
        })
        child.send({ request })
        if (typeof killAt === 'number') void delay(killAt).then(() => child.kill('SIGKILL'))
        const end = await ended
        child.kill('SIGKILL')
        await exit
        expect(['done', 'killed']).toContain(end)
        const found = contentOf(stage.live)
        if (fresh === '') fresh = found
        expect([old, fresh]).toContain(found)
        seen[found === old ? 'old' : 'new'] += 1
        if (end === 'killed') seen.killed += 1
        if (end === 'done') expect(found).toBe(fresh)
      }

      await oneRound(null)
      expect(fresh).not.toBe(old)
      for (const step of ['comparing rows', 'writing rows', 'reading rows back', 'checking', 'committing']) {
        await oneRound(step)
      }
      for (let n = 0; n < rounds(6); n += 1) await oneRound(Math.random() * 120)
      console.log(`${journalMode}: ${JSON.stringify(seen)}`)
      expect(seen.old).toBeGreaterThan(0)
      expect(seen.new).toBeGreaterThan(0)
      expect(seen.killed).toBeGreaterThan(4)
    })
  }
})

describe('programs that have the database open', () => {
  for (const journalMode of ['wal', 'delete'] as const) {
    it(`keep working before, meanwhile and after (${journalMode})`, async () => {
      const stage = await partialStage(build, journalMode)
      stage.sql("UPDATE big SET v = 'wrecked' WHERE part = 1; CREATE TABLE other (n)")
      const reader = new Database(stage.live, { readonly: true })
      const count = reader.prepare("SELECT count(*) AS n FROM big WHERE v = 'wrecked'")
      expect(count.get()).toEqual({ n: 800 })
      const { mark } = await stage.preview([rowsOf('big', { part: '1' })])
      const child = await start(path.join(stage.folder, 'compiled'))
      const job = { isOver: false }
      const ended = new Promise<string>((resolve) => {
        child.on('message', (said: { ended?: string }) => {
          if (said.ended === undefined) return
          job.isOver = true
          resolve(said.ended)
        })
      })
      child.send({
        request: { ...stage.request([rowsOf('big', { part: '1' })], { mark }), lockWaitMs: 20_000 },
      })
      const writer = new Database(stage.live, { timeout: 20_000 })
      const insert = writer.prepare('INSERT INTO other VALUES (?)')
      let written = 0
      while (!job.isOver) {
        insert.run((written += 1))
        expect([0, 800]).toContain((count.get() as { n: number }).n)
        await delay(1)
      }
      expect(await ended).toBe('done')
      expect(count.get()).toEqual({ n: 0 })
      expect(writer.prepare('SELECT count(*) AS n FROM other').get()).toEqual({ n: written })
      expect(writer.pragma('integrity_check', { simple: true })).toBe('ok')
      for (const one of [reader, writer]) one.close()
      child.kill('SIGKILL')
    })
  }
})
