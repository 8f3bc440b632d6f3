import { describe, expect, it, vi } from 'vitest'

import { listCommands } from '../../../renderer/app/palette/list-commands.ts'
import { type Command, rankCommands, scoreCommand } from '../../../renderer/app/palette/rank-commands.ts'
import { isMeantForElement } from '../../../renderer/app/shortcuts/shortcut-keys.ts'
import { makeScene } from '../../support/sample/scenes.ts'

function effects() {
  return {
    go: vi.fn<(path: string) => void>(),
    backUp: vi.fn<(ids: readonly string[]) => void>(),
    verify: vi.fn<(ids: readonly string[]) => void>(),
    drill: vi.fn<(ids: readonly string[]) => void>(),
    addDatabases: vi.fn<() => void>(),
    cleanUp: vi.fn<() => void>(),
    chooseVault: vi.fn<() => void>(),
    showHelp: vi.fn<() => void>(),
    setTheme: vi.fn<(theme: string) => void>(),
  }
}

describe('the palette', () => {
  const { databases } = makeScene('mixed')
  const labels = (query: string): readonly string[] =>
    rankCommands(listCommands(databases, effects()), query, 40).map(({ label }) => label)

  it('finds a database first by its name, then what can be done to it', () => {
    expect(labels('market')[0]).toBe('market_data')
    expect(labels('market')).toContain('Restore market_data')
  })
  it('finds an action by its verb and the name, in any order', () => {
    expect(labels('restore economic')[0]).toBe('Restore economic_data')
    expect(labels('economic restore')[0]).toBe('Restore economic_data')
  })
  it('offers no restore of a database without a backup', () => {
    expect(labels('lease')).toEqual([
      'lease_archive',
      'Back up lease_archive',
      'Guard a change of lease_archive',
    ])
  })
  it('offers everything that acts on all only where there is something', () => {
    const none = listCommands([], effects()).map(({ label }) => label)
    expect(none).not.toContain('Back up all databases')
    expect(labels('back up all')).toContain('Back up all databases')
  })
  it('acts on what it names', () => {
    const told = effects()
    const commands = listCommands(databases, told)
    commands.find(({ label }) => label === 'Back up market_data')?.run()
    expect(told.backUp).toHaveBeenCalledWith([databases.find(({ name }) => name === 'market_data')?.id])
    commands.find(({ label }) => label === 'Restore market_data')?.run()
    expect(told.go.mock.calls[0]?.[0]).toMatch(/^\/recovery\/complete\//)
  })
  it('asks for every word', () => {
    const command = { label: 'Back up all databases', hint: '4 databases' }
    expect(scoreCommand(command, ['back', 'nothing'])).toBe(0)
    expect(scoreCommand(command, ['back'])).toBeGreaterThan(scoreCommand(command, ['ack']))
  })
  it('keeps up with ten thousand databases', () => {
    const commands: readonly Command[] = listCommands(makeScene('many').databases, effects())
    expect(commands.length).toBeGreaterThan(39_000)
    expect(rankCommands(commands, 'restore boston 00008', 40)[0]?.label).toBe('Restore boston_rents_00008')
  })
})

describe('keys', () => {
  it('belong to the field they are typed in', () => {
    document.body.innerHTML =
      '<input id="text"><input type="checkbox" id="box"><button id="button"></button><p id="text2"></p>'
    const at = (id: string): Element | null => document.getElementById(id)
    expect(isMeantForElement(at('text'), 'b')).toBe(true)
    expect(isMeantForElement(at('box'), 'b')).toBe(false)
    expect(isMeantForElement(at('button'), 'b')).toBe(false)
    expect(isMeantForElement(at('button'), 'Enter')).toBe(true)
    expect(isMeantForElement(at('text2'), 'Enter')).toBe(false)
    expect(isMeantForElement(null, 'b')).toBe(false)
  })
})
