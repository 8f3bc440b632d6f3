import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { advanceDemoDatabase, buildDemoDatabase } from '../../../main/operations/demo/build-demo-database.ts'
import { demoDatabases } from '../../../main/operations/demo/demo-databases.ts'
import { demoMoments, historyStart } from '../../../main/operations/demo/demo-moments.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const now = Date.UTC(2026, 10, 23, 20, 0)
const start = historyStart(now)

describe.each(demoDatabases.map((demo) => [demo.name, demo] as const))('%s', (_name, demo) => {
  it('is the same for the same moment, sound, and changes with time', () => {
    const folder = tempFolder()
    const [one, two] = [path.join(folder, '1.db'), path.join(folder, '2.db')]
    for (const file of [one, two]) {
      buildDemoDatabase(demo, file, start)
      advanceDemoDatabase(demo, file, new Date(now))
    }
    expect(fs.readFileSync(one).equals(fs.readFileSync(two))).toBe(true)
    const before = fs.readFileSync(one)
    advanceDemoDatabase(demo, one, new Date(now + 1000))
    expect(fs.readFileSync(one).equals(before)).toBe(false)
    const db = new Database(one, { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
  })

  it('was due at the moments of its schedule and on the first of the month', () => {
    const moments = demoMoments(demo, now)
    expect(moments.every(({ at }) => at.getTime() < now && at >= start)).toBe(true)
    expect(moments.map(({ at }) => at.getTime())).toEqual(
      moments.map(({ at }) => at.getTime()).sort((a, b) => a - b),
    )
    expect(moments.filter(({ label }) => label === 'monthly').map(({ at }) => at.toISOString())).toEqual([
      '2026-11-01T08:00:00.000Z',
    ])
    const own = moments.filter(({ label }) => label === demo.label)
    expect(own.length).toBe(demo.label === 'daily' ? 29 : 4)
    if (demo.label === 'weekly') expect(own.every(({ at }) => at.getUTCDay() === 0)).toBe(true)
  })
})
