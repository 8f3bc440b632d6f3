import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { openCatalog, type Catalog } from '../../../main/operations/catalog/open-catalog.ts'
import { judgeChain } from '../../../main/operations/standing/judge-chain.ts'
import { newestProvedOf, newestProvedOfAll } from '../../../main/operations/standing/newest-proved.ts'
import { newestStanding } from '../../../main/operations/standing/newest-standing.ts'
import type { DrillLevel } from '../../../shared/domain/drills/drill.ts'
import { unknownValidation } from '../../../shared/domain/validation.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupOf, idOf, validationAt } from './record-samples.ts'

const opened: Catalog[] = []
afterEach(() => {
  for (const catalog of opened.splice(0)) catalog.close()
})

const older = backupOf(1, 1)
const full = backupOf(1, 2)
const needs = [{ id: full.id, file: full.file }]
const increment = backupOf(1, 3, { type: 'incremental', needs })
const databaseId = idOf(1)
const [early, late] = ['2026-06-01T00:00:00.000Z', '2026-06-02T00:00:00.000Z']

/** One database: a full of before, a full, and an increment on it. */
function catalogOf(): Catalog {
  const catalog = openCatalog(path.join(tempFolder(), 'c.db'))
  opened.push(catalog)
  const record = { id: databaseId, name: 'database_1', tier: 'core', path: '/x/1.db' }
  catalog.databases.put({ ...record, registeredAt: '2026-01-01T00:00:00.000Z' })
  for (const one of [older, full, increment]) catalog.backups.put(one, null)
  return catalog
}

function drillFailedAt(drilledAt: string, level: DrillLevel) {
  const reason = { level, detail: 'not as recorded' }
  return { verdict: 'failed', drilledAt, restoreMs: null, reached: null, reason } as const
}

/** The failure of a check that is of what the bytes hold, not of the bytes. */
const ofContent = validationAt(late, 'failed')
const contentFailed = {
  ...ofContent,
  checks: {
    ...ofContent.checks,
    checksum_match: validationAt(late).checks.checksum_match,
    data_consistency: { status: 'failed', detail: 'a foreign key', durationMs: 1 },
  },
} as const

type Change = (catalog: Catalog) => unknown

const red = { backupId: full.id, file: full.file } as const

/** What is found of the full that the increment needs; the newest backup that is proved then, and what the newest comes to. */
const cases: readonly (readonly [what: string, Change, provedId: string, standing: object])[] = [
  ['nothing', () => undefined, increment.id, { newestRed: null, newestUntold: null }],
  [
    'damage, by a later validation',
    ({ backups }) => backups.putValidation(full.id, validationAt(late, 'failed')),
    older.id,
    { newestRed: { kind: 'chain_broken', link: { ...red, because: 'damaged' } } },
  ],
  [
    'that it is gone',
    ({ backups }) => backups.removeByFile(full.file),
    older.id,
    { newestRed: { kind: 'chain_broken', link: { ...red, because: 'missing' } } },
  ],
  [
    'a verdict that nobody can read',
    ({ backups }) => backups.putValidation(full.id, unknownValidation('it can’t be read')),
    older.id,
    { newestRed: null, newestUntold: 'need' },
  ],
  [
    'that a drill could not bring its bytes back, which is a cause of its own',
    ({ backups }) => backups.putDrill(full.id, drillFailedAt(late, 'D1')),
    older.id,
    { newestRed: null, newestUntold: null },
  ],
  [
    'that, and a later validation that finds them right',
    ({ backups }) => [
      backups.putDrill(full.id, drillFailedAt(early, 'D1')),
      backups.putValidation(full.id, validationAt(late)),
    ],
    increment.id,
    { newestRed: null },
  ],
  [
    'what it holds wrong, its bytes right',
    ({ backups }) => backups.putValidation(full.id, contentFailed),
    increment.id,
    { newestRed: null },
  ],
  [
    'that an assertion does not hold in it',
    ({ backups }) => backups.putDrill(full.id, drillFailedAt(late, 'D6')),
    increment.id,
    { newestRed: null },
  ],
  [
    'nothing, but the newest itself failed',
    ({ backups }) => backups.putValidation(increment.id, validationAt(late, 'failed')),
    full.id,
    { newestRed: { kind: 'validation_failed', backupId: increment.id, checkedAt: late } },
  ],
  [
    'nothing, but the newest itself has no verdict that can be read',
    ({ backups }) => backups.putValidation(increment.id, unknownValidation('it can’t be read')),
    full.id,
    { newestRed: null, newestUntold: 'own' },
  ],
]

describe('whether a backup can be brought back', () => {
  it.each(cases)(
    'is said once for the inventory, the objectives and health: found of what it needs: %s',
    (_, change, provedId, standing) => {
      const catalog = catalogOf()
      change(catalog)
      expect(newestProvedOf(catalog, databaseId).backupId).toBe(provedId)
      expect(newestProvedOfAll(catalog)).toMatchObject([{ databaseId, backupId: provedId }])
      expect(newestStanding(catalog, databaseId)).toMatchObject(standing)
    },
  )

  it('is no for a chain whose link a drill found damaged, which the inventory names', () => {
    const catalog = catalogOf()
    catalog.backups.putDrill(full.id, drillFailedAt(late, 'D0'))
    const judged = judgeChain(catalog, catalog.backups.get(increment.id)!)
    expect(judged).toEqual({ brokenLink: { ...red, because: 'damaged' }, untoldNeed: null })
  })

  it('is not known where a needed one has no verdict that can be read', () => {
    const catalog = catalogOf()
    catalog.backups.putValidation(full.id, unknownValidation('it can’t be read'))
    const judged = judgeChain(catalog, catalog.backups.get(increment.id)!)
    expect(judged).toEqual({ brokenLink: null, untoldNeed: full.file })
  })
})
