import type { Ids } from '../../engine/engine.ts'

/** A number from 0 up to, not including, 1: the beginning of a new random id. */
export function chanceFrom(ids: Ids): number {
  return Number.parseInt(ids.newId().slice(0, 8), 16) / 2 ** 32
}
