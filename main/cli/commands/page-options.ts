import { FaultError } from '../../../shared/domain/fault.ts'

/** Which part of a long list. */
export interface PageOptions {
  readonly limit?: string | undefined
  readonly offset?: string | undefined
}

const mostRows = 1000
const defaultLimit = 100

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  const detail = `${option} takes a whole number from ${least} to ${most}; not "${given}"`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** The page that is asked for: 100 rows from the first when nothing is said. Throws WRONG_USE. */
export function pageOf({ limit, offset }: PageOptions): { readonly limit: number; readonly offset: number } {
  return {
    limit: limit === undefined ? defaultLimit : wholeNumber('--limit', limit, 1, mostRows),
    offset: offset === undefined ? 0 : wholeNumber('--offset', offset, 0, Number.MAX_SAFE_INTEGER),
  }
}

/** Says which part of how many is shown; nothing where it is all of them. */
export function pageWords(offset: number, shown: number, total: number): string {
  if (shown === total) return ''
  return shown === 0 ? `none of ${total} from there on\n` : `${offset + 1} to ${offset + shown} of ${total}\n`
}
