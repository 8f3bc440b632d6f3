import { expect, it } from 'vitest'

import { faultLines } from '../../../main/cli/output/print-fault.ts'

it('shows a control character in a path and does not send it to the terminal', () => {
  const lines = faultLines({ code: 'SOURCE_MISSING', path: '/data/\u001B[2J\na.db' })
  expect(lines).toContain(String.raw`/data/\u001b[2J\u000aa.db`)
  expect(lines).not.toContain('\u001B')
})
