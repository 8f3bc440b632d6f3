/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number
  /** About `middle`, most within `spread` of it. */
  around(middle: number, spread: number): number
  pick<T>(choices: readonly T[]): T
}

const increment = 0x9e3779b9

/** A generator for a seed, 32 bits of it. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + increment) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    around: (middle, spread) => middle + (next() + next() + next() - 1.5) * spread,
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
  }
}
