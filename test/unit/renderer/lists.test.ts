import { describe, expect, it } from 'vitest'

import { addRange, toggleAll, toggleKey } from '../../../renderer/components/grid/choose-rows.ts'
import {
  columnsThatFit,
  type GridColumn,
  nextSort,
  tracksOf,
} from '../../../renderer/components/grid/grid-column.ts'
import { moveByKey } from '../../../renderer/components/grid/grid-keys.ts'
import { arrangeDatabases, inventoryLines } from '../../../renderer/screens/inventory/arrange-databases.ts'
import { laneMarks } from '../../../renderer/screens/overview/lane-marks.ts'
import { worstState } from '../../../renderer/screens/overview/worst-state.ts'
import { pagesFor } from '../../../renderer/state/use-paged-rows.ts'
import { makeScene } from '../../support/sample/scenes.ts'

describe('choosing rows', () => {
  it('adds and takes away one, a range either way, and all', () => {
    expect([...toggleKey(new Set(['a']), 'b')]).toEqual(['a', 'b'])
    expect([...toggleKey(new Set(['a', 'b']), 'a')]).toEqual(['b'])
    expect([...addRange(new Set(), ['a', 'b', 'c', 'd'], 2, 1)]).toEqual(['b', 'c'])
    expect([...toggleAll(new Set(['x', 'a']), ['a', 'b'])]).toEqual(['x', 'a', 'b'])
    expect([...toggleAll(new Set(['x', 'a', 'b']), ['a', 'b'])]).toEqual(['x'])
  })
})

describe('columns', () => {
  const column = (id: string, width: number, spare?: number): GridColumn<string> => ({
    id,
    header: id,
    width,
    cell: (row) => row,
    ...(spare === undefined ? {} : { spare }),
  })
  const columns = [column('name', 200), column('chain', 60, 2), column('size', 80, 1)]
  const shown = (width: number): readonly string[] => columnsThatFit(columns, width).map(({ id }) => id)

  it('go from the most spare on, and the needed ones stay', () => {
    expect(shown(0)).toEqual(['name', 'chain', 'size'])
    expect(shown(436)).toEqual(['name', 'chain', 'size'])
    expect(shown(435)).toEqual(['name', 'size'])
    expect(shown(300)).toEqual(['name'])
    expect(shown(10)).toEqual(['name'])
  })
  it('grow only where they say so', () => {
    expect(tracksOf([{ ...column('a', 90), grow: 2 }, column('b', 70)], true)).toBe(
      '16px minmax(90px, 2fr) 70px',
    )
  })
  it('turn their sort round on the second press', () => {
    expect(nextSort({ id: 'name', descending: false }, 'name', false)).toEqual({
      id: 'name',
      descending: true,
    })
    expect(nextSort<string>({ id: 'name', descending: true }, 'size', true)).toEqual({
      id: 'size',
      descending: true,
    })
  })
})

describe('keys in a list', () => {
  it('stay inside it', () => {
    expect(moveByKey('ArrowDown', 9, 10)).toBe(9)
    expect(moveByKey('ArrowUp', 0, 10)).toBe(0)
    expect(moveByKey('PageDown', 3, 10)).toBe(9)
    expect(moveByKey('End', 3, 10)).toBe(9)
    expect(moveByKey('ArrowDown', 0, 0)).toBeUndefined()
    expect(moveByKey('a', 0, 10)).toBeUndefined()
  })
})

describe('the inventory', () => {
  const { databases } = makeScene('mixed')
  const names = (
    search: string,
    id: Parameters<typeof arrangeDatabases>[2]['id'],
    descending = false,
  ): readonly string[] => arrangeDatabases(databases, search, { id, descending }).map(({ name }) => name)

  it('puts the worst first', () => {
    expect(names('', 'state').slice(0, 3)).toEqual(['economic_data', 'property_data', 'lease_archive'])
  })
  it('finds every word in name, tier, path or state', () => {
    expect(names('core data', 'name')).toEqual(['economic_data', 'market_data', 'property_data'])
    expect(names('at risk cache', 'name')).toEqual(['scenario_cache'])
    expect(names('nothing like it', 'name')).toEqual([])
  })
  it('puts what is not known last, whichever way it is sorted', () => {
    expect(names('', 'size').at(-1)).toBe('rent_rolls')
    expect(names('', 'size', true).at(-1)).toBe('rent_rolls')
    expect(names('', 'proved').at(-1)).toBe('lease_archive')
  })
  it('does not change the list it was given', () => {
    const before = databases.map(({ id }) => id)
    names('', 'stored', true)
    expect(databases.map(({ id }) => id)).toEqual(before)
  })
  it('groups under a heading for each tier', () => {
    const lines = inventoryLines(arrangeDatabases(databases, '', { id: 'name', descending: false }), true)
    const headings = lines.flatMap((line) =>
      line.kind === 'tier' ? [`${line.tier} ${line.count} ${line.notProved}`] : [],
    )
    expect(headings).toEqual(['archive 1 1', 'cache 2 1', 'core 5 4'])
    expect(lines).toHaveLength(databases.length + 3)
  })
})

describe('the overview', () => {
  it('is as safe as its worst database; a job that runs makes nothing less safe', () => {
    expect(worstState([{ state: 'proved' }, { state: 'at_risk' }, { state: 'failed' }])).toBe('failed')
    expect(worstState([{ state: 'running' }, { state: 'proved' }])).toBe('proved')
    expect(worstState([])).toBe('proved')
  })
  it('keeps a failure apart from the successes beside it on the lane, and leaves out what is older than a day', () => {
    const now = Date.parse('2026-11-23T20:00:00Z')
    const [entry] = makeScene('mixed').activity
    const at = (startedAt: string, result: 'success' | 'failed') => ({
      ...entry!,
      id: startedAt + result,
      kind: 'backup' as const,
      startedAt,
      result,
    })
    const marks = laneMarks(
      [
        at('2026-11-23T19:50:00Z', 'success'),
        at('2026-11-23T19:51:00Z', 'success'),
        at('2026-11-23T19:50:30Z', 'failed'),
        at('2026-11-22T19:00:00Z', 'success'),
      ],
      now,
    )
    expect(marks.map(({ result, entries }) => `${result} ${entries.length}`).sort()).toEqual([
      'failed 1',
      'success 2',
    ])
    // A failed drill is not left out of a day of which none failed.
    const drilled = { ...at('2026-11-23T19:50:00Z', 'failed'), kind: 'drill' } as const
    expect(laneMarks([drilled], now)).toMatchObject([{ kind: 'drill', result: 'failed' }])
  })
})

describe('long lists', () => {
  it('ask for just the pages in sight', () => {
    expect(pagesFor(0, 30)).toEqual([0])
    expect(pagesFor(190, 230)).toEqual([0, 200])
    expect(pagesFor(999_950, 999_999)).toEqual([999_800])
    expect(pagesFor(-5, -1)).toEqual([0])
  })
})
