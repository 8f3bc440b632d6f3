import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { newRecoveryCode } from '../../../../main/engine/engine.ts'
import {
  readRecoveryCode,
  recoveryCodeRandomCount,
  writeRecoveryCode,
} from '../../../../shared/domain/keys/recovery-code.ts'

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codes = fc
  .array(fc.integer({ min: 0, max: 31 }), {
    minLength: recoveryCodeRandomCount,
    maxLength: recoveryCodeRandomCount,
  })
  .map(writeRecoveryCode)

/** Every place that has a character of the code. */
const places = Array.from({ length: 41 }, (_, at) => at).filter((at) => at % 6 !== 5)

function withAt(code: string, at: number, text: string): string {
  return code.slice(0, at) + text + code.slice(at + 1)
}

describe('a recovery code', () => {
  it('is 140 random bits, in groups that people can read', () => {
    const made = Array.from({ length: 200 }, newRecoveryCode)
    for (const code of made) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(new Set(made).size).toBe(200)
    // Each random place shows nearly every digit in 200 codes: none is stuck.
    for (const at of places.filter((place) => place % 6 !== 4)) {
      expect(new Set(made.map((code) => code[at])).size, `place ${at}`).toBeGreaterThan(24)
    }
  })

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const asTyped = [
          code,
          code.toLowerCase(),
          code.replaceAll('-', ''),
          ` ${code.replaceAll('-', '  ')}\n`,
          code.replaceAll('-', '\u2013'),
          code.replaceAll('0', 'o').replaceAll('1', 'l'),
          code.replaceAll('0', 'O').replaceAll('1', 'I'),
        ]
        for (const typed of asTyped) expect(readRecoveryCode(typed)).toEqual({ kind: 'read', code })
      }),
    )
  })

  it('finds every single wrong character, and names its group', () => {
    const code = newRecoveryCode()
    for (const at of places) {
      for (const digit of Array.from(digits).filter((one) => one !== code[at])) {
        const read = readRecoveryCode(withAt(code, at, digit))
        expect(read).toEqual({ kind: 'mistyped', groups: [Math.floor(at / 6) + 1], characters: 35 })
      }
      expect(readRecoveryCode(withAt(code, at, 'U'))).toMatchObject({ groups: [Math.floor(at / 6) + 1] })
    }
  })

  it('finds two neighbours that changed places, and groups that did', () => {
    fc.assert(
      fc.property(codes, fc.constantFrom(...places.filter((at) => at % 6 < 4)), (code, at) => {
        fc.pre(code[at] !== code[at + 1])
        const turned = withAt(withAt(code, at, code[at + 1]!), at + 1, code[at]!)
        expect(readRecoveryCode(turned)).toMatchObject({ kind: 'mistyped', groups: [Math.floor(at / 6) + 1] })
      }),
    )
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 5 }), (code, at) => {
        const groups = code.split('-')
        fc.pre(groups[at] !== groups[at + 1])
        const turned = groups.toSpliced(at, 2, groups[at + 1]!, groups[at]!).join('-')
        expect(readRecoveryCode(turned)).toMatchObject({ kind: 'mistyped', groups: [at + 1, at + 2] })
      }),
    )
  })

  it('says where a character is missing, and what is no code at all', () => {
    const code = newRecoveryCode()
    const short = withAt(code, 13, '')
    expect(readRecoveryCode(short)).toEqual({ kind: 'mistyped', groups: [3], characters: 34 })
    expect(readRecoveryCode(code.slice(0, 20))).toMatchObject({ kind: 'mistyped', groups: [] })
    for (const nothing of ['', ' - - ', 'correct horse battery staple', '\u{1F511}'.repeat(35)]) {
      expect(readRecoveryCode(nothing).kind, nothing).toBe('mistyped')
    }
  })
})
