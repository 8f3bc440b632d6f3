import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { objectivesText } from '../../../main/cli/output/objectives-text.ts'
import { jsonObjective } from '../../../main/cli/output/json-objective.ts'
import { AchievedRpo } from '../../../renderer/screens/objectives/achieved-cells.tsx'
import { objectivesSentence } from '../../../renderer/screens/objectives/objectives-screen.tsx'
import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import { achievedRpoText } from '../../../shared/domain/words/objective-words.ts'
import type { Promised } from '../../../shared/domain/objectives/objective.ts'

const minute = 60_000
const hour = 60 * minute
const nowMs = Date.now()
const none: Promised = { kind: 'not_promised', because: 'large' }
const of = (ms: number): Promised => ({ kind: 'promised', ms, from: 'database' })
const measured = (durationMs: number): ObjectiveRow['rto'] => ({
  kind: 'measured',
  durationMs,
  atMs: nowMs,
  scenario: 'drill',
})

function rowOf(rpo: Promised, complete: Promised, part: Partial<ObjectiveRow> = {}): ObjectiveRow {
  const rto = { complete, point_in_time: none, partial: none, schema_only: none }
  return {
    databaseId: 'd',
    database: 'prices',
    tier: 'core',
    registeredAtMs: nowMs - hour,
    promised: { rpo, rto },
    provedStateAtMs: nowMs - minute,
    rto: measured(1000),
    shares: null,
    lastDrill: null,
    ...part,
  }
}

const sentenceOf = (...rows: readonly ObjectiveRow[]): string =>
  objectivesSentence({ rows, nowMs, problem: null })

describe('the sentence over the objectives', () => {
  it('calls no restore within an RTO that was not promised', () => {
    expect(sentenceOf(rowOf(of(hour), of(hour)))).toBe(
      '1 of 1 database within the RPO. Each was brought back within its RTO.',
    )
    expect(sentenceOf(rowOf(of(hour), of(hour)), rowOf(of(hour), none))).toBe(
      '2 of 2 databases within the RPO. Each was brought back and measured; of 1 database no RTO is promised.',
    )
  })

  it('says that an RTO is broken where no RPO is promised', () => {
    expect(sentenceOf(rowOf(none, of(1000), { rto: measured(2000) }))).toBe(
      'No RPO is promised of any database. 1 database took longer to bring back than promised.',
    )
  })
})

describe('the age of what is proved', () => {
  const shown = (row: ObjectiveRow): string | null => render(<AchievedRpo row={row} />).container.textContent

  it('is broken where a promise was made and nothing is proved', () => {
    expect(shown(rowOf(of(hour), none, { provedStateAtMs: null }))).toBe('▲ none (broken)')
    expect(shown(rowOf(none, none, { provedStateAtMs: null }))).toContain('everything would be lost')
  })

  it('is not known of a moment that has not come, in the window and on the command line', () => {
    const early = rowOf(of(hour), none, { provedStateAtMs: nowMs + 48 * hour })
    expect(shown(early)).toContain('which has not come: a clock was wrong')
    expect(jsonObjective(early, nowMs).rpo).toMatchObject({ achievedSeconds: null, isWithin: null })
    expect(objectivesText({ rows: [early], nowMs, problem: null })).toMatch(
      /not known +- [^]*a clock was wrong/,
    )
    // Another machine's clock goes a little before.
    expect(
      jsonObjective(rowOf(of(hour), none, { provedStateAtMs: nowMs + minute }), nowMs).rpo,
    ).toMatchObject({
      achievedSeconds: 0,
      isWithin: true,
    })
  })

  it('is at most what is shown: the figure, the sentence and the command line round it up alike', () => {
    expect([0, 1, 61_000, 2 * hour, 2 * hour + 1, 26.1 * hour, 72.5 * hour].map(achievedRpoText)).toEqual([
      '1 min',
      '1 min',
      '2 min',
      '2 h',
      '3 h',
      '27 h',
      '4 d',
    ])
    const early = rowOf(of(hour), none, { provedStateAtMs: nowMs - 4.2 * hour })
    expect(shown(early)).toBe('▲ 5 h (broken)')
    expect(objectivesText({ rows: [early], nowMs, problem: null })).toMatch(/prices +1h +5 h +NO/)
  })
})

describe('the share of a database that was registered just now', () => {
  it('is not called one of more time than there was', () => {
    const shares = { within: 0.0001, outside: 0, unknown: 0.9999 }
    expect(objectivesText({ rows: [rowOf(of(hour), none, { shares })], nowMs, problem: null })).toContain(
      '100.0 % of < 0.1 d',
    )
  })
})
