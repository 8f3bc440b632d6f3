import { SealError } from './sealed-json.ts'

/** A member of a JSON object by its name, checked as it is taken. Every method throws SealError that names the member. */
export interface JsonFields {
  text(name: string, pattern?: RegExp): string
  textOrNull(name: string, pattern?: RegExp): string | null
  /** A whole number from `min` (0 if left out) to `max` (2^53 - 1 if left out). */
  count(name: string, min?: number, max?: number): number
  countOrNull(name: string): number | null
  number(name: string): number
  oneOf<T extends string>(name: string, allowed: readonly T[]): T
  texts(name: string): readonly string[]
  list<T>(name: string, read: (fields: JsonFields) => T): readonly T[]
  object(name: string): JsonFields
  isNull(name: string): boolean
  has(name: string): boolean
  /** As it is, unchecked; undefined where it is missing. */
  value(name: string): unknown
}

/** A version 4 UUID, as all our identifiers are. */
export const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** 32 bytes in hexadecimal. */
export const sha256Pattern = /^[0-9a-f]{64}$/
/** UTC with milliseconds. */
export const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** Base64 with its padding. */
export const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function isText(value: unknown, pattern?: RegExp): value is string {
  return typeof value === 'string' && (pattern?.test(value) ?? true)
}

function isCount(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
}

/** Reads the members of a value that should be a JSON object; `where` names it in errors. */
export function jsonFields(value: unknown, where: string): JsonFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SealError(`${where} is not an object`)
  }
  const members = new Map<string, unknown>(Object.entries(value))
  const refuse = (name: string): never => {
    throw new SealError(`"${name}" of ${where} is missing or not what it must be`)
  }
  const listOf = (name: string): readonly unknown[] => {
    const list = members.get(name)
    return Array.isArray(list) ? list : refuse(name)
  }
  const take = <T>(name: string, accepts: (member: unknown) => member is T): T => {
    const member = members.get(name)
    return accepts(member) ? member : refuse(name)
  }
  return {
    text: (name, pattern) => take(name, (member) => isText(member, pattern)),
    textOrNull: (name, pattern) => take(name, (member) => member === null || isText(member, pattern)),
    count: (name, min = 0, max = Number.MAX_SAFE_INTEGER) =>
      take(name, (member) => isCount(member, min, max)),
    countOrNull: (name) =>
      take(name, (member) => member === null || isCount(member, 0, Number.MAX_SAFE_INTEGER)),
    number: (name) => take(name, (member) => typeof member === 'number'),
    oneOf: <T extends string>(name: string, allowed: readonly T[]): T =>
      take(name, (member): member is T => allowed.includes(member as T)),
    texts: (name) => listOf(name).map((one) => (isText(one) ? one : refuse(name))),
    list: (name, read) => listOf(name).map((one) => read(jsonFields(one, `"${name}" of ${where}`))),
    object: (name) => jsonFields(members.get(name), `"${name}" of ${where}`),
    isNull: (name) => members.get(name) === null,
    has: (name) => members.has(name),
    value: (name) => members.get(name),
  }
}
