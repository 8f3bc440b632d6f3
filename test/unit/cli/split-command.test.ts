import { describe, expect, it } from 'vitest'

import { shellWords } from '../../../main/cli/output/shell-words.ts'
import { splitCommand } from '../../../main/cli/split-command.ts'

describe('a command line of guard', () => {
  it('is parted at its first --, whatever options come before', () => {
    expect(splitCommand(['guard', 'a', '--', 'x', '--json', '--', 'y'])).toEqual({
      own: ['guard', 'a'],
      command: ['x', '--json', '--', 'y'],
    })
    expect(
      splitCommand(['--vault', 'v', '--json', 'guard', '--rollback-on-failure', 'a', '--', 'x']),
    ).toEqual({
      own: ['--vault', 'v', '--json', 'guard', '--rollback-on-failure', 'a'],
      command: ['x'],
    })
  })

  it('is no other one', () => {
    for (const args of [
      ['guard', 'a', 'x'],
      ['add', 'guard', '--', 'x'],
      ['--vault', 'guard', 'add', '--', 'x'],
      [],
    ])
      expect(splitCommand(args)).toEqual({ own: args, command: [] })
  })
})

describe('words for a shell', () => {
  it('are quoted where a shell would take them for something else', () => {
    expect(shellWords(['holdfast', 'a b', "it's", '', '$x', '/srv/a-1.db'])).toBe(
      `holdfast 'a b' 'it'\\''s' '' '$x' /srv/a-1.db`,
    )
  })
})
