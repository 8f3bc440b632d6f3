/** Ends an exhaustive switch: the compiler refuses a case that was left out. Throws if one arrives at run time all the same. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`)
}
