import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ChainModel, type ChainStep } from '../../support/chain-model.ts'
import { newVault } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { rounds } from '../../support/rounds.ts'

const choice = fc.nat({ max: 1000 })
const backup = fc.record({
  kind: fc.constant('backup' as const),
  type: fc.constantFrom(
    'full' as const,
    'incremental' as const,
    'incremental' as const,
    'differential' as const,
  ),
})

const step: fc.Arbitrary<ChainStep> = fc.oneof(
  { weight: 6, arbitrary: backup },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      rows: fc.nat({ max: 20 }),
      at: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('grow' as const, 'shrink' as const, 'vacuum' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('replace' as const, 'restore_older' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('page_size' as const),
      pageSize: fc.constantFrom(512, 1024, 4096),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      which: choice,
      absorbs: fc.constantFrom('all' as const, 'some' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      which: choice,
      part: fc.constantFrom('payload' as const, 'pages' as const, 'manifest' as const),
    }),
  },
)

const start = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096),
  journalMode: fc.constantFrom('wal' as const, 'delete' as const),
  encryption: fc.constantFrom('key_file' as const, 'none' as const),
  hasTags: fc.boolean(),
})

/** One history in which everything happens that can: a few random ones may lack some of it. */
const everything: ChainStep[] = [
  { kind: 'backup', type: 'full' },
  { kind: 'write', rows: 9, at: 5 },
  { kind: 'backup', type: 'incremental' },
  { kind: 'grow' },
  { kind: 'backup', type: 'incremental' },
  { kind: 'merge', which: 0, absorbs: 'all' },
  { kind: 'merge', which: 1, absorbs: 'some' },
  { kind: 'backup', type: 'incremental' },
  { kind: 'write', rows: 3, at: 90 },
  { kind: 'backup', type: 'differential' },
  { kind: 'lose', which: 1, part: 'payload' },
]

describe('a random history of a database and its vault', () => {
  it(
    'leaves every recovery point equal to what it was taken from, or broken by a file that is gone',
    { timeout: 900_000 },
    async () => {
      const seen = new Set<string>()
      await fc.assert(
        fc.asyncProperty(start, fc.array(step, { minLength: 8, maxLength: 24 }), async (begun, steps) => {
          const folder = tempFolder('chain-model')
          const vault = await newVault(folder, begun.encryption)
          const model = new ChainModel(vault, folder, begun.pageSize, begun.journalMode, begun.hasTags)
          for (const one of steps) await model.take(one)
          await model.checkEveryPoint()
          for (const outcome of model.outcomes) seen.add(outcome)
        }),
        // The seed of a failure is in its message; HOLDFAST_TEST_SEED runs one again.
        {
          numRuns: rounds(12),
          examples: [
            [{ pageSize: 1024, journalMode: 'wal', encryption: 'key_file', hasTags: true }, everything],
          ],
          ...(process.env['HOLDFAST_TEST_SEED'] === undefined
            ? {}
            : { seed: Number(process.env['HOLDFAST_TEST_SEED']) }),
        },
      )
      expect([...seen].toSorted()).toEqual(
        ['differential', 'full', 'incremental', 'lost', 'merged', 'no_changes_required'].toSorted(),
      )
    },
  )
})
