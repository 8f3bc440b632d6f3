import { describe, expect, it } from 'vitest'

import { plainAnswer } from '../../../main/channels/plain-answer.ts'

const secret = 'päss word/7'

describe('what a server said', () => {
  it('is one line without control characters, cut short', () => {
    expect(plainAnswer('550-no\r\n550 \u001b[31muser\u0000  here \n', [])).toBe('550-no 550 [31muser here')
    expect(plainAnswer('x'.repeat(9000), [])).toHaveLength(200)
    expect(plainAnswer(undefined, [])).toBe('')
  })

  it.each([
    secret,
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
    Buffer.from(`\u0000ops\u0000${secret}`).toString('base64'),
  ])('does not repeat a secret sent as %s', (form) => {
    const said = plainAnswer(`535 ${form} is wrong, ${form}!`, [secret, `\u0000ops\u0000${secret}`])
    expect(said).not.toContain(form.replace(/=+$/, ''))
    expect(said).toMatch(/^535 ….* is wrong, ….*!$/)
  })
})
