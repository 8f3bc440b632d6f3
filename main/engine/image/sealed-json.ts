import { createHash } from 'node:crypto'

/** Why sealed JSON was not accepted, in words that end a sentence. */
export class SealError extends Error {}

/** A value that JSON holds. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** The one way JSON is written in a vault: two spaces, members in the order they were given, one newline at the end. */
export function canonicalJson(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function digestOf(head: string): string {
  return createHash('sha256').update(head, 'utf8').digest('hex')
}

/**
 * Writes an object with a last member that is the SHA-256 of every byte before that member's line.
 * `head -n -2 FILE | sha256sum` gives it on any machine.
 */
export function sealJson(content: { readonly [name: string]: Json | undefined }, seal: string): string {
  const unsealed = canonicalJson({ ...content, [seal]: '' })
  const head = unsealed.slice(0, unsealed.lastIndexOf(`  "${seal}"`))
  return `${head}  "${seal}": "${digestOf(head)}"\n}\n`
}

/**
 * Reads what `sealJson` wrote: the seal first, then that the bytes are exactly the serialization of what they say
 * (no second member of one name, no other spelling of a number, nothing before or after). Throws SealError.
 */
export function unsealJson(bytes: Uint8Array, seal: string): { readonly [name: string]: unknown } {
  const text = decode(bytes)
  const at = text.lastIndexOf(`  "${seal}": "`)
  if (at < 0)
    throw new SealError('it has no checksum of its own: it was cut short or is another kind of file')
  const head = text.slice(0, at)
  if (text !== `${head}  "${seal}": "${digestOf(head)}"\n}\n`) {
    throw new SealError('its bytes do not fit its own checksum')
  }
  const value = parse(text)
  if (canonicalJson(value as Json) !== text) throw new SealError('it is not in canonical form')
  return value
}

/** What JSON says, nothing of it checked: for a look at its version only. Throws SealError when it is no JSON object. */
export function peekJson(bytes: Uint8Array): { readonly [name: string]: unknown } {
  return parse(decode(bytes))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SealError('it is not UTF-8 text')
  }
}

function parse(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Falls through to the same refusal: to the reader both are "not our JSON".
  }
  throw new SealError('it is not a JSON object')
}
