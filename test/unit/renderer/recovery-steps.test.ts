import { describe, expect, it } from 'vitest'

import {
  advanceComplete,
  beginAgain,
  beginComplete,
  type CompleteChoice,
  type CompleteEvent,
  completeRecovery,
} from '../../../renderer/screens/recovery/complete/complete-steps.ts'
import {
  isOpenElsewhere,
  mayStart,
  methodOf,
  methodsOf,
} from '../../../renderer/screens/recovery/plan/confirm-plan.ts'
import {
  choosingStepAt,
  stepNumber,
  stepWords,
} from '../../../renderer/screens/recovery/stepper/recovery-scenario.ts'
import type { RestorePlan, TargetState } from '../../../shared/domain/restore-plan.ts'

const target: TargetState = {
  path: '/srv/market_data.db',
  exists: true,
  sizeBytes: 4096,
  modifiedAt: '2026-11-23T20:00:00.000Z',
  content: 'database',
  openedBy: [],
  isLocked: false,
  sidecars: [],
}

function planWith(part: Partial<TargetState> = {}, method: RestorePlan['method'] = 'swap'): RestorePlan {
  return {
    databaseId: 'd1',
    database: 'market_data',
    target: { ...target, ...part },
    chain: [],
    askedFor: null,
    bytesToRead: 1,
    bytesToWrite: 1,
    freeBytes: 10,
    expectedMs: null,
    lossMs: 1,
    method,
    takesSafetyBackup: true,
    warnings: [],
  }
}

const after = (choice: CompleteChoice, ...events: readonly CompleteEvent[]): CompleteChoice =>
  events.reduce(advanceComplete, choice)

describe('the steps of a recovery', () => {
  it('begin where the link leads', () => {
    expect(beginComplete('', '').step).toBe('what')
    expect(beginComplete('d1', '').step).toBe('when')
    expect(beginComplete('d1', 'b1').step).toBe('where')
  })

  it('begin again at the plan, for the same backup and the same target', () => {
    const job = { databaseId: 'd1', backupId: 'b1', targetPath: '/srv/copy.db' }
    expect(beginAgain(job, '/srv/market_data.db')).toMatchObject({
      step: 'plan',
      databaseId: 'd1',
      backupId: 'b1',
      place: 'other_file',
      otherPath: '/srv/copy.db',
    })
    expect(beginAgain(job, '/srv/copy.db')).toMatchObject({ step: 'plan', place: 'own_path' })
    expect(beginAgain({ databaseId: 'd1' }, undefined)).toMatchObject({ step: 'plan', place: 'own_path' })
  })

  it('go from what to when to where', () => {
    const choice = after(
      beginComplete('', ''),
      { kind: 'database_chosen', databaseId: 'd1' },
      { kind: 'backup_chosen', backupId: 'b1' },
    )
    expect(choice).toMatchObject({ step: 'where', databaseId: 'd1', backupId: 'b1' })
  })

  it('forget the backup when another database is chosen, and keep it when the same is', () => {
    const chosen = beginComplete('d1', 'b1')
    expect(after(chosen, { kind: 'database_chosen', databaseId: 'd2' }).backupId).toBe('')
    expect(after(chosen, { kind: 'database_chosen', databaseId: 'd1' }).backupId).toBe('b1')
  })

  it.each<CompleteEvent>([
    { kind: 'database_chosen', databaseId: 'd2' },
    { kind: 'backup_chosen', backupId: 'b2' },
    { kind: 'place_chosen', place: 'other_file' },
    { kind: 'path_typed', path: '/tmp/copy.db' },
    { kind: 'method_chosen', method: 'in_place' },
    { kind: 'went_to', step: 'where' },
  ])('take back the typed name on $kind: it confirmed another plan', (event) => {
    const typed = after(beginComplete('d1', 'b1'), { kind: 'name_typed', name: 'market_data' })
    expect(typed.typedName).toBe('market_data')
    expect(after(typed, event).typedName).toBe('')
  })

  it('take a typed path as the wish for another file', () => {
    expect(after(beginComplete('d1', 'b1'), { kind: 'path_typed', path: '/tmp/copy.db' }).place).toBe(
      'other_file',
    )
  })
})

describe('the stepper', () => {
  it('adds to the choosing steps of a scenario those that all share', () => {
    expect(stepWords(completeRecovery)).toEqual(['What', 'When', 'Where', 'Plan', 'Run', 'Proof', 'Resume'])
    expect(stepNumber(completeRecovery, 'plan')).toBe(3)
    expect(stepNumber(completeRecovery, 'run')).toBe(4)
    expect(stepNumber(completeRecovery, 'done')).toBe(7)
  })

  it('leads back to choosing steps only', () => {
    expect(choosingStepAt(completeRecovery, 1)).toBe('when')
    expect(choosingStepAt(completeRecovery, 4)).toBeUndefined()
  })
})

describe('starting the plan', () => {
  const begun = beginComplete('d1', 'b1')
  const named = after(begun, { kind: 'name_typed', name: 'market_data' })

  it('needs the exact name where a file is replaced', () => {
    expect(mayStart(begun, planWith())).toBe(false)
    expect(mayStart(after(begun, { kind: 'name_typed', name: 'Market_data' }), planWith())).toBe(false)
    expect(mayStart(named, planWith())).toBe(true)
  })

  it('needs no name where nothing is replaced', () => {
    expect(mayStart(begun, planWith({ exists: false, content: 'none' }, 'new_file'))).toBe(true)
  })

  it('never swaps a file that is open elsewhere', () => {
    for (const part of [{ isLocked: true }, { openedBy: [{ pid: 1, name: 'app' }] }]) {
      const plan = planWith(part, 'in_place')
      expect(isOpenElsewhere(plan)).toBe(true)
      expect(methodOf({ ...named, method: 'swap' }, plan)).toBe('in_place')
      expect(methodsOf(plan).find(({ method }) => method === 'swap')?.why).toBe('open_elsewhere')
    }
  })

  it('is refused when the file is open elsewhere and can not be written in place either', () => {
    const plan = planWith({ isLocked: true, content: 'damaged_database' })
    expect(mayStart(named, plan)).toBe(false)
  })

  it('writes in place when that is chosen and possible', () => {
    expect(methodOf({ ...named, method: 'in_place' }, planWith())).toBe('in_place')
    expect(methodOf({ ...named, method: 'in_place' }, planWith({ content: 'damaged_database' }))).toBe('swap')
  })
})
