import { describe, expect, it } from 'vitest'

import { conditionOf, conditionsOf, newDraft } from '../../../renderer/screens/content/condition-draft.ts'
import { advanceMoment, beginMoment } from '../../../renderer/screens/recovery/moment/moment-steps.ts'
import {
  advancePartial,
  beginPartial,
  mayBringBack,
  type PartialEvent,
  selectionsOf,
} from '../../../renderer/screens/recovery/partial/partial-steps.ts'
import { advanceSchema, beginSchema } from '../../../renderer/screens/recovery/schema/schema-steps.ts'
import type { PartialPreview } from '../../../shared/domain/partial-restore.ts'

const through = (events: readonly PartialEvent[]) => events.reduce(advancePartial, beginPartial('d1', 'b1'))

describe('a typed condition', () => {
  const draft = newDraft([], 'msa')

  it('takes values as they are typed, the empty text too', () => {
    expect(conditionOf({ ...draft, value: "35620' OR 1" })).toEqual({
      column: 'msa',
      test: 'equals',
      value: "35620' OR 1",
    })
    expect(conditionOf(draft)).toEqual({ column: 'msa', test: 'equals', value: '' })
  })

  it('is none while something is missing', () => {
    expect(conditionOf({ ...draft, test: 'between', value: '1' })).toBeNull()
    expect(conditionOf({ ...draft, test: 'like' })).toBeNull()
    expect(conditionOf({ ...draft, test: 'one_of', value: '\n' })).toBeNull()
    expect(conditionsOf([draft, { ...draft, test: 'like' }])).toBeNull()
  })

  it('reads one value a line, with its spaces', () => {
    const made = conditionOf({ ...draft, test: 'one_of', value: '1\n two \n' })
    expect(made).toEqual({ column: 'msa', test: 'one_of', values: ['1', ' two '] })
  })
})

describe('the choices of a partial recovery', () => {
  it('begin where what is known leads to', () => {
    expect(beginPartial('', '').step).toBe('what')
    expect(beginPartial('d1', '').step).toBe('when')
    expect(beginPartial('d1', 'b1').step).toBe('which')
  })

  it('lose their tables with another backup, and keep them with the same', () => {
    const chosen = through([{ kind: 'table_toggled', table: 't' }])
    expect(advancePartial(chosen, { kind: 'point_chosen', at: '', backupId: 'b1' }).tables).toHaveLength(1)
    expect(advancePartial(chosen, { kind: 'point_chosen', at: '', backupId: 'b2' }).tables).toHaveLength(0)
    expect(advancePartial(chosen, { kind: 'database_chosen', databaseId: 'd2' }).backupId).toBe('')
  })

  it('take the typed name and the choice about triggers back with every change of the rows', () => {
    const chosen = through([
      { kind: 'table_toggled', table: 't' },
      { kind: 'triggers_chosen', triggers: 'fire' },
      { kind: 'name_typed', name: 'market' },
    ])
    const changed = advancePartial(chosen, {
      kind: 'conditions_changed',
      table: 't',
      drafts: [newDraft([], 'a')],
    })
    expect(changed.typedName).toBe('')
    expect(changed.triggers).toBeNull()
    expect(advancePartial(chosen, { kind: 'went_to', step: 'which' }).typedName).toBe('')
  })

  it('ask for nothing before a table is chosen and every condition is whole', () => {
    const chosen = through([{ kind: 'table_toggled', table: 't' }])
    expect(selectionsOf([])).toBeNull()
    expect(selectionsOf(chosen.tables)).toEqual([{ table: 't', conditions: [] }])
    const drafts = [{ ...newDraft([], 'a'), test: 'like' as const }]
    expect(selectionsOf([{ table: 't', drafts }])).toBeNull()
  })
})

describe('whether rows may be brought back', () => {
  const preview: PartialPreview = {
    databaseId: 'd1',
    database: 'market',
    backupId: 'b1',
    takenAt: '2026-01-01T00:00:00.000Z',
    target: '/srv/market.db',
    tables: [{ table: 't', conditions: [], makesTable: false, added: 0, changed: 2, removed: 0, same: 5 }],
    conflicts: [],
    isPossible: true,
    mark: 'a',
  }

  it('needs the whole name, no conflict that blocks, and something to do', () => {
    expect(mayBringBack(preview, 'market')).toBe(true)
    expect(mayBringBack(preview, 'marke')).toBe(false)
    expect(mayBringBack({ ...preview, isPossible: false }, 'market')).toBe(false)
    const same = preview.tables.map((table) => ({ ...table, changed: 0 }))
    expect(mayBringBack({ ...preview, tables: same }, 'market')).toBe(false)
    expect(
      mayBringBack({ ...preview, tables: same.map((one) => ({ ...one, makesTable: true })) }, 'market'),
    ).toBe(true)
  })
})

describe('the choices of the other scenarios', () => {
  it('a changed wish takes the typed name back', () => {
    const named = advanceMoment(beginMoment('d1'), { kind: 'name_typed', name: 'market' })
    expect(named.typedName).toBe('market')
    expect(advanceMoment(named, { kind: 'moment_wished', at: '2026-01-01T00:00:00.000Z' }).typedName).toBe('')
  })

  it('another database takes its backup back', () => {
    const begun = beginSchema('d1', 'b1')
    expect(begun.step).toBe('where')
    expect(advanceSchema(begun, { kind: 'database_chosen', databaseId: 'd1' }).backupId).toBe('b1')
    expect(advanceSchema(begun, { kind: 'database_chosen', databaseId: 'd2' }).backupId).toBe('')
  })
})
