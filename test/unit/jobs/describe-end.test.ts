import { describe, expect, it } from 'vitest'

import { describeEnd } from '../../../main/jobs/describe-end.ts'

describe('how a job process ended, in words', () => {
  it.each([
    [{ exitCode: null, signal: 'SIGSEGV' }, 'it crashed on a memory error (signal SIGSEGV)'],
    [{ exitCode: null, signal: 'SIGUSR2' }, 'it was ended by a signal (signal SIGUSR2)'],
    [{ exitCode: 3221225477, signal: null }, 'it crashed on a memory error (exit code 3221225477)'],
    [{ exitCode: 0, signal: null }, 'it ended without an answer (exit code 0)'],
    [{ exitCode: null, signal: null }, 'it ended without saying how'],
  ])('%j', (end, words) => {
    expect(describeEnd(end)).toBe(words)
  })
})
