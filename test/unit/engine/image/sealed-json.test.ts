import { createHash } from 'node:crypto'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  canonicalJson,
  sealJson,
  SealError,
  unsealJson,
  type Json,
} from '../../../../main/engine/image/sealed-json.ts'

const anyContent = fc.dictionary(
  // `__proto__` and names that are numbers change their place or vanish when JSON is parsed: no writer of ours has them.
  fc
    .string({ unit: 'grapheme' })
    .filter((name) => name !== '__proto__' && !/^\d+$/.test(name) && name !== 'seal'),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
)

function hasNumberedName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, member]) =>
      (!Array.isArray(value) && (/^\d+$/.test(name) || name === '__proto__')) || hasNumberedName(member),
  )
}

const sealed = anyContent
  .filter((content) => !hasNumberedName(content))
  .map((content) => Buffer.from(sealJson(content, 'seal')))

describe('sealed JSON', () => {
  it('reads back what was written, and its bytes are the only ones for it', () => {
    fc.assert(
      fc.property(sealed, (bytes) => {
        const { seal, ...content } = unsealJson(bytes, 'seal') as { seal: string } & Record<string, Json>
        expect(sealJson(content, 'seal')).toBe(bytes.toString('utf8'))
        const lines = bytes.toString('utf8').split('\n')
        const head = `${lines.slice(0, -3).join('\n')}\n`
        expect(createHash('sha256').update(head).digest('hex')).toBe(seal)
      }),
    )
  })

  it('accepts no flipped bit, no cut, no byte more', () => {
    fc.assert(
      fc.property(sealed, fc.nat(), fc.nat(7), (bytes, at, bit) => {
        const flipped = Buffer.from(bytes)
        const place = at % bytes.length
        flipped[place] = (flipped[place] ?? 0) ^ (1 << bit)
        expect(() => unsealJson(flipped, 'seal')).toThrow(SealError)
        expect(() => unsealJson(bytes.subarray(0, place), 'seal')).toThrow(SealError)
        expect(() => unsealJson(Buffer.concat([bytes, bytes.subarray(place)]), 'seal')).toThrow(SealError)
        expect(() => unsealJson(Buffer.concat([bytes.subarray(place), bytes]), 'seal')).toThrow(SealError)
      }),
    )
  })

  it('accepts no other spelling of the same content, though its checksum fits', () => {
    const reseal = (head: string): Buffer =>
      Buffer.from(`${head}  "seal": "${createHash('sha256').update(head).digest('hex')}"\n}\n`)
    const head = '{\n  "a": 1,\n'
    expect(unsealJson(reseal(head), 'seal')).toMatchObject({ a: 1 })
    const others = [
      '{\n  "a": 1.0,\n',
      '{\n  "a": 2,\n  "a": 1,\n',
      '{\n "a": 1,\n',
      '{"a": 1,\n',
      '\uFEFF{\n  "a": 1,\n',
      '{\n  "\\u0061": 1,\n',
    ]
    for (const other of others) expect(() => unsealJson(reseal(other), 'seal'), other).toThrow(SealError)
  })

  it('is ended by one newline', () => {
    expect(canonicalJson({ a: [], b: {} })).toBe('{\n  "a": [],\n  "b": {}\n}\n')
  })
})
