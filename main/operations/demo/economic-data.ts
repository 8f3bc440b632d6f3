import { monthOf, roundTo, type DemoDatabase } from './demo-database.ts'

const series = [
  { id: 'CPI', title: 'Consumer price index', unit: 'index, 1982-84 = 100', first: 219.2, growth: 0.0022 },
  { id: 'FEDFUNDS', title: 'Federal funds rate', unit: 'percent', first: 0.2, growth: 0.012 },
  { id: 'GS10', title: 'Ten-year treasury yield', unit: 'percent', first: 3.2, growth: 0.001 },
  { id: 'UNRATE', title: 'Unemployment rate', unit: 'percent', first: 9.4, growth: -0.004 },
  { id: 'PAYEMS', title: 'Employees, non-farm', unit: 'thousand', first: 130_800, growth: 0.0011 },
  { id: 'HOUST', title: 'Housing starts', unit: 'thousand, annual rate', first: 550, growth: 0.005 },
  { id: 'MORTGAGE30', title: 'Thirty-year mortgage rate', unit: 'percent', first: 4.8, growth: 0.0015 },
  {
    id: 'RENT',
    title: 'Rent of primary residence',
    unit: 'index, 1982-84 = 100',
    first: 249.6,
    growth: 0.0029,
  },
]
const months = 180

const structure = `
CREATE TABLE series (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  unit TEXT NOT NULL,
  frequency TEXT NOT NULL DEFAULT 'monthly'
) WITHOUT ROWID;
CREATE TABLE observation (
  series_id TEXT NOT NULL REFERENCES series (id),
  month TEXT NOT NULL,
  value REAL NOT NULL,
  vintage TEXT NOT NULL,
  PRIMARY KEY (series_id, month)
) WITHOUT ROWID;
CREATE TABLE release (
  id INTEGER PRIMARY KEY,
  series_id TEXT NOT NULL REFERENCES series (id),
  released_at TEXT NOT NULL,
  revised INTEGER NOT NULL
);
CREATE INDEX release_by_series ON release (series_id, released_at);
`

/** Macro series, monthly, with the vintage of each value and the releases that changed it. */
export const economicData: DemoDatabase = {
  name: 'economic_data',
  tier: 'core',
  everyDays: 7,
  label: 'weekly',
  hour: 7,
  build(db, random, at) {
    db.exec(structure)
    const head = db.prepare('INSERT INTO series (id, title, unit) VALUES (?, ?, ?)')
    const observation = db.prepare('INSERT INTO observation VALUES (?, ?, ?, ?)')
    for (const { id, title, unit, first, growth } of series) {
      head.run(id, title, unit)
      let value = first
      for (let before = months; before >= 1; before -= 1) {
        value *= 1 + random.around(growth, 0.004)
        observation.run(id, monthOf(at, before), roundTo(value, 3), at.toISOString())
      }
    }
  },
  advance(db, random, at) {
    const revise = db.prepare(
      'UPDATE observation SET value = round(value * ?, 3), vintage = ? WHERE series_id = ? AND month >= ?',
    )
    const release = db.prepare('INSERT INTO release (series_id, released_at, revised) VALUES (?, ?, ?)')
    for (let n = 0; n < 3; n += 1) {
      const { id } = random.pick(series)
      const { changes } = revise.run(random.around(1, 0.003), at.toISOString(), id, monthOf(at, 4))
      release.run(id, at.toISOString(), changes)
    }
  },
}
