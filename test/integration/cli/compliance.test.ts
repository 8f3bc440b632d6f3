import fs from 'node:fs'
import path from 'node:path'

import { expect, it } from 'vitest'
import { z } from 'zod'

import { requirements, type Requirement } from '../../../shared/domain/compliance/requirement.ts'
import { linesOf, writeLines } from '../../support/audit/sample-log.ts'
import { cliRig, type Rig } from './cli-rig.ts'

const verdict = z.enum(['met', 'not_met', 'not_known'])
const mend = z.looseObject({ kind: z.string() }).nullable()
const complianceDocument = z.strictObject({
  vaultId: z.uuid(),
  vault: z.string(),
  judgedAt: z.iso.datetime(),
  verdict,
  sums: z.array(
    z.strictObject({
      requirement: z.enum(requirements),
      verdict,
      met: z.number(),
      notMet: z.number(),
      notKnown: z.number(),
      mend,
    }),
  ),
  databases: z.array(
    z.strictObject({
      databaseId: z.uuid(),
      database: z.string(),
      verdict,
      findings: z.array(
        z.strictObject({
          requirement: z.enum(requirements),
          verdict,
          evidence: z.array(z.looseObject({ kind: z.string() })),
          mend,
        }),
      ),
    }),
  ),
})

async function verdicts(rig: Rig): Promise<Readonly<Record<Requirement, readonly [string, string | null]>>> {
  const { status, json } = await rig.json('compliance')
  const { sums, databases } = complianceDocument.parse(json)
  expect(status).toBe(4)
  expect(databases).toHaveLength(1)
  return Object.fromEntries(
    sums.map((sum) => [sum.requirement, [sum.verdict, sum.mend?.kind ?? null]]),
  ) as unknown as Awaited<ReturnType<typeof verdicts>>
}

it('judges each requirement by what was done, and says what would mend it', async () => {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data.db'), '--tier', 'core')
  await rig.run('backup', 'market_data')
  expect(await verdicts(rig)).toEqual({
    // The preset of the tier keeps eight weeks.
    retention: ['not_met', 'keep_yearly'],
    encryption: ['met', null],
    audit: ['met', null],
    off_site_copy: ['not_met', 'add_destination'],
    recovery_test: ['not_met', 'drill'],
  })
  await rig.run('policy', 'apply', 'Seven years', 'market_data')
  await rig.run('drill', 'market_data')
  expect(await verdicts(rig)).toMatchObject({ retention: ['met', null], recovery_test: ['met', null] })
  await rig.run('backup', 'market_data', '--no-encryption')
  const log = path.join(rig.vault, '.holdfast', 'audit', 'AUDIT-00000001.jsonl')
  const lines = linesOf(log)
  writeLines(log, [...lines.slice(0, 2), ...lines.slice(3)])
  expect(await verdicts(rig)).toMatchObject({
    encryption: ['not_met', 'back_up_encrypted'],
    audit: ['not_met', 'look_at_audit'],
  })
  const { out } = await rig.run('compliance')
  expect(out).toContain(
    'Encryption at rest: not met. 1 of its backups is stored readable: manual/market_data_full_',
  )
  expect(out).toContain('Audit log: not met.')
  expect(fs.existsSync(log)).toBe(true)
})
