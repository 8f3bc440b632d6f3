import { countOf } from './format-count.ts'

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** A size in powers of 1024, three significant digits: `512 B`, `1.50 KiB`, `24.1 MiB`, `380 GiB`. Never four digits before the point but for bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`
  let value = bytes / 1024
  let unit = 0
  // From 999.5 on it would be rounded to four digits: the next unit says it in fewer (0.98 MiB).
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit]}`
}

/** The exact size, for the hover and the clipboard: `25,288,704 bytes`. */
export function formatExactBytes(bytes: number): string {
  return countOf(bytes, 'byte')
}

/** A speed: `118 MiB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}
