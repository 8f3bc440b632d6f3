import type Database from 'better-sqlite3'

import type { SeededRandom } from './seeded-random.ts'

/** One database of the demo. */
export interface DemoDatabase {
  readonly name: string
  readonly tier: string
  /** Days between two backups of its schedule, and their label. */
  readonly everyDays: number
  readonly label: 'daily' | 'weekly'
  /** Hour of the day, UTC, at which they are taken. */
  readonly hour: number
  /** Makes the tables and the rows as they were at a moment. */
  build(db: Database.Database, random: SeededRandom, at: Date): void
  /** Changes the rows as the time until a moment did. */
  advance(db: Database.Database, random: SeededRandom, at: Date): void
}

/** Metropolitan areas by their CBSA code, the largest first. */
export const metros: readonly { readonly msa: number; readonly name: string; readonly region: string }[] = [
  { msa: 35620, name: 'New York-Newark-Jersey City', region: 'Northeast' },
  { msa: 31080, name: 'Los Angeles-Long Beach-Anaheim', region: 'West' },
  { msa: 16980, name: 'Chicago-Naperville-Elgin', region: 'Midwest' },
  { msa: 19100, name: 'Dallas-Fort Worth-Arlington', region: 'South' },
  { msa: 26420, name: 'Houston-Pasadena-The Woodlands', region: 'South' },
  { msa: 47900, name: 'Washington-Arlington-Alexandria', region: 'South' },
  { msa: 33100, name: 'Miami-Fort Lauderdale-West Palm Beach', region: 'South' },
  { msa: 37980, name: 'Philadelphia-Camden-Wilmington', region: 'Northeast' },
  { msa: 12060, name: 'Atlanta-Sandy Springs-Roswell', region: 'South' },
  { msa: 14460, name: 'Boston-Cambridge-Newton', region: 'Northeast' },
  { msa: 38060, name: 'Phoenix-Mesa-Chandler', region: 'West' },
  { msa: 42660, name: 'Seattle-Tacoma-Bellevue', region: 'West' },
]

/** `2025Q1` of a moment, or of so many quarters before it. */
export function quarterOf(at: Date, quartersBefore = 0): string {
  const quarter = at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3) - quartersBefore
  return `${Math.floor(quarter / 4)}Q${(quarter % 4) + 1}`
}

/** `2025-01-01` of a moment's month, or of so many months before it. */
export function monthOf(at: Date, monthsBefore = 0): string {
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() - monthsBefore
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** A value with so many decimals. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
