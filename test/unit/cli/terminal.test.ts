import { describe, expect, it } from 'vitest'

import { printable, tableOf } from '../../../main/cli/output/print-table.ts'
import { baseFolderOf } from '../../../main/cli/terminal.ts'

describe('where relative paths count from', () => {
  const npm = { npm_lifecycle_event: 'holdfast', INIT_CWD: '/home/dba/data' }

  it('is where npm run was called, when npm went to the checkout', () => {
    expect(baseFolderOf(npm, '/opt/holdfast', '/opt/holdfast')).toBe('/home/dba/data')
  })

  it('is the present folder for a program that some npm script started elsewhere', () => {
    expect(baseFolderOf(npm, '/srv/app', '/opt/holdfast')).toBe('/srv/app')
    expect(baseFolderOf({ INIT_CWD: '/home/dba' }, '/opt/holdfast', '/opt/holdfast')).toBe('/opt/holdfast')
    expect(baseFolderOf({}, '/srv/app', '/opt/holdfast')).toBe('/srv/app')
  })
})

interface Row {
  readonly name: string
  readonly size: number
}

describe('tables', () => {
  it('are aligned, numbers to the right', () => {
    const columns = [
      { title: 'NAME', value: (row: Row) => row.name },
      { title: 'SIZE', isNumber: true, value: (row: Row) => String(row.size) },
    ]
    expect(
      tableOf(columns, [
        { name: 'a', size: 1000 },
        { name: 'longer', size: 5 },
      ]),
    ).toBe('NAME    SIZE\na       1000\nlonger     5\n')
    expect(tableOf(columns, [])).toBe('')
  })

  it('show control characters instead of letting a terminal obey them', () => {
    expect(printable('a\n\u001B[2Jb\u009Bc')).toBe('a\\u000a\\u001b[2Jb\\u009bc')
  })
})
