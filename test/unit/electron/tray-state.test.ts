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
    expect(trayStateOf(states, running)).toBe(state)
    expect(trayWords(states, running)).toBe(words)
  })
})

it.each([
  ['none', 'Holdfast: no vault is open'],
  ['locked', 'Holdfast: the vault is locked'],
  ['unreachable', 'Holdfast: the vault is not reachable'],
  ['not_known', 'Holdfast: state not known'],
] as const)('says why nothing is known of the databases: %s', (vault, words) => {
  expect(trayWordsWithoutVault(vault)).toBe(words)
})
