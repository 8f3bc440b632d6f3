import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { cliRig, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

const promised = z.union([
  z.strictObject({ seconds: z.number(), from: z.enum(['database', 'tier', 'schedule', 'default']) }),
  z.strictObject({ seconds: z.null(), because: z.string() }),
])
const rtoOf = <T extends z.ZodType>(each: T) =>
  z.strictObject({ complete: each, point_in_time: each, partial: each, schema_only: each })
const objectivesDocument = z.strictObject({
  objectives: z.array(
    z.strictObject({
      databaseId: z.uuid(),
      database: z.string(),
      tier: z.string(),
      rpo: z.strictObject({
        promised,
        provedStateAt: z.iso.datetime().nullable(),
        achievedSeconds: z.number().nullable(),
        isWithin: z.boolean().nullable(),
        lastThirtyDays: z
          .strictObject({ within: z.number(), outside: z.number(), unknown: z.number() })
          .nullable(),
      }),
      rto: z.strictObject({
        promised: rtoOf(promised),
        achieved: z.strictObject({
          kind: z.enum(['measured', 'estimated', 'not_known']),
          because: z.enum(['nothing_proved', 'nothing_measured', 'size_not_known']).optional(),
          seconds: z.number().nullable(),
          measuredAt: z.iso.datetime().optional(),
          scenario: z.string().optional(),
          fromCount: z.number().optional(),
        }),
        isWithin: z.boolean().nullable(),
      }),
      lastDrill: z
        .strictObject({ at: z.iso.datetime(), verdict: z.enum(['passed', 'failed', 'inconclusive']) })
        .nullable(),
    }),
  ),
  problem: z.null(),
})
const saidDocument = z.strictObject({
  success: z.literal(true),
  database: z.string().optional(),
  tier: z.string().optional(),
  objectives: z.strictObject({
    rpoSeconds: z.number().nullable().optional(),
    rtoSeconds: z.partialRecord(z.string(), z.number().nullable()),
  }),
})

async function rigOfOne(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data', { rows: 30 }))
  return rig
}

async function listed(rig: Rig) {
  return objectivesDocument.parse((await rig.json('objectives')).json).objectives[0]!
}

describe('objectives on the command line', () => {
  it('promises, and says what was achieved, beside it', async () => {
    const rig = await rigOfOne()
    expect(await listed(rig)).toMatchObject({
      rpo: { promised: { from: 'schedule' }, provedStateAt: null, isWithin: false },
      rto: { achieved: { kind: 'not_known', seconds: null, because: 'nothing_proved' }, isWithin: null },
      lastDrill: null,
    })
    const set = await rig.json('objectives', 'set', 'market_data', '--rpo', '25h', '--rto-partial', '5m')
    expect(saidDocument.parse(set.json).objectives).toEqual({
      rpoSeconds: 90_000,
      rtoSeconds: { partial: 300 },
    })
    expect((await rig.run('backup', 'market_data')).status).toBe(0)
    expect((await rig.run('drill', 'market_data')).status).toBe(0)
    const after = await listed(rig)
    expect(after).toMatchObject({
      rpo: { promised: { seconds: 90_000, from: 'database' }, isWithin: true },
      rto: {
        promised: {
          complete: { seconds: 900, from: 'default' },
          partial: { seconds: 300, from: 'database' },
        },
        achieved: { kind: 'measured', scenario: 'drill' },
        isWithin: true,
      },
      lastDrill: { verdict: 'passed' },
    })
    const { within, outside, unknown } = after.rpo.lastThirtyDays!
    expect(within + outside + unknown).toBeCloseTo(1)
    const { status, out } = await rig.run('objectives')
    expect(status).toBe(0)
    expect(out).toMatch(
      /^DATABASE +RPO PROMISED +ACHIEVED +WITHIN +30 DAYS WITHIN +RTO PROMISED +MEASURED +WITHIN\n/,
    )
    expect(out).toMatch(/market_data +25h .+ yes +.+ % of < 0\.1 d +15m \(default\) +.+ yes/)
  })

  it('changes what is given, forgets on demand, and takes tiers', async () => {
    const rig = await rigOfOne()
    await rig.run('objectives', 'set', '--tier', ' core ', '--rpo', '2d', '--rto', 'none')
    const ofTier = await listed(rig)
    expect(ofTier.rpo.promised).toEqual({ seconds: 172_800, from: 'tier' })
    expect(ofTier.rto.promised.complete).toEqual({ seconds: null, because: 'said_of_tier' })
    expect((await rig.run('objectives')).out).toContain('so it was said for its tier')
    await rig.run('objectives', 'set', 'market_data', '--rpo', '1h')
    await rig.run('objectives', 'set', 'market_data', '--rto', '90s')
    const own = await listed(rig)
    expect([own.rpo.promised, own.rto.promised.complete]).toEqual([
      { seconds: 3600, from: 'database' },
      { seconds: 90, from: 'database' },
    ])
    await rig.run('objectives', 'set', 'market_data', '--rto', 'default')
    expect((await listed(rig)).rto.promised.complete).toMatchObject({ because: 'said_of_tier' })
    const cleared = await rig.run('objectives', 'set', 'market_data', '--clear')
    expect(cleared.out).toContain('RPO: nothing said')
    expect((await listed(rig)).rpo.promised).toMatchObject({ from: 'tier' })
  })

  it('refuses what it can’t mean, with a message and status 2', async () => {
    const rig = await rigOfOne()
    const refused = async (...args: string[]) => {
      const { status, json } = await rig.json('objectives', 'set', ...args)
      const { code, message } = errorDocument.parse(json).error
      return [status, code, message] as const
    }
    expect(await refused('market_data', '--rpo', 'soon')).toEqual([
      2,
      'WRONG_USE',
      expect.stringContaining('--rpo takes a time such as 90s, 15m, 25h or 2d'),
    ])
    for (const args of [['market_data'], ['--rpo', '1h'], ['market_data', '--tier', 'core', '--rpo', '1h']]) {
      expect((await refused(...args)).slice(0, 2)).toEqual([2, 'WRONG_USE'])
    }
    expect((await refused('nothing', '--rpo', '1h'))[1]).toBe('DATABASE_UNKNOWN')
    expect(await refused('--tier', 'coer', '--rpo', '1h')).toEqual([
      2,
      'WRONG_USE',
      expect.stringContaining('no database is of tier "coer": the tiers are core'),
    ])
  })
})
