import { describe, expect, it } from 'vitest'

import { trayStateOf, trayWords, trayWordsWithoutVault } from '../../../main/electron/tray-state.ts'

describe('what the tray shows', () => {
  it.each([
    [[], 0, 'none', 'Holdfast: no databases yet'],
    [['proved', 'proved'], 0, 'proved', 'Holdfast: 2 of 2 databases proved'],
    [['proved', 'stored'], 0, 'stored', 'Holdfast: 1 of 2 databases proved'],
    [['proved'], 2, 'running', 'Holdfast: 2 jobs running, 1 of 1 database proved'],
    [['proved', 'at_risk'], 1, 'at_risk', 'Holdfast: 1 at risk, 1 job running, 1 of 2 databases proved'],
    [
      ['running', 'failed', 'at_risk'],
      1,
      'failed',
      'Holdfast: 1 failed, 1 at risk, 1 job running, 0 of 3 databases proved',
    ],
  ] as const)('%j with %i jobs: %s', (states, running, state, words) => {
    const none = { critical: 0, warning: 0 }
    expect(trayStateOf('open', states, running, none)).toBe(state)
    expect(trayWords(states, running, none)).toBe(words)
  })

  it('is no better than the gravest alert that is open', () => {
    const warned = { critical: 0, warning: 1 }
    expect(trayStateOf('open', ['proved'], 1, warned)).toBe('at_risk')
    expect(trayWords(['proved'], 1, warned)).toBe(
      'Holdfast: 1 alert open, 1 job running, 1 of 1 database proved',
    )
    const both = { critical: 1, warning: 1 }
    expect(trayStateOf('open', ['proved'], 0, both)).toBe('failed')
    expect(trayStateOf('open', [], 0, both)).toBe('failed')
    expect(trayWords([], 0, both)).toBe('Holdfast: no databases yet, 2 alerts open')
  })
})

const noAlerts = { critical: 0, warning: 0 }

it.each([
  ['none', 'none', 'Holdfast: no vault is open'],
  ['locked', 'at_risk', 'Holdfast: the vault is locked'],
  ['unreachable', 'at_risk', 'Holdfast: the vault is not reachable'],
  ['not_known', 'at_risk', 'Holdfast: state not known'],
] as const)('says why nothing is known of the databases: %s', (vault, state, words) => {
  expect(trayWordsWithoutVault(vault, noAlerts)).toBe(words)
  expect(trayStateOf(vault, [], 0, noAlerts)).toBe(state)
})

it('shows the alert of a vault that is away', () => {
  const away = { critical: 1, warning: 0 }
  expect(trayStateOf('unreachable', [], 0, away)).toBe('failed')
  expect(trayWordsWithoutVault('unreachable', away)).toBe(
    'Holdfast: the vault is not reachable, 1 alert open',
  )
})
