import { metros, quarterOf, roundTo, type DemoDatabase } from './demo-database.ts'

const indicators = [
  {
    code: 'asking_rent',
    title: 'Asking rent, multifamily',
    unit: 'USD per unit and month',
    level: 1900,
    spread: 260,
  },
  { code: 'vacancy_rate', title: 'Vacancy rate, multifamily', unit: 'percent', level: 6.1, spread: 1.4 },
  { code: 'cap_rate', title: 'Capitalisation rate, class A', unit: 'percent', level: 5.2, spread: 0.6 },
  { code: 'employment', title: 'Employed persons', unit: 'thousand', level: 2600, spread: 300 },
  {
    code: 'household_income',
    title: 'Median household income',
    unit: 'USD per year',
    level: 82_000,
    spread: 9000,
  },
  { code: 'completions', title: 'Units completed', unit: 'units', level: 3200, spread: 1100 },
]
const quarters = 32

const structure = `
CREATE TABLE metro_area (
  msa INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT NOT NULL
);
CREATE TABLE indicator (
  code TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  unit TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE market_data (
  id INTEGER PRIMARY KEY,
  msa INTEGER NOT NULL REFERENCES metro_area (msa),
  indicator TEXT NOT NULL REFERENCES indicator (code),
  quarter TEXT NOT NULL,
  value REAL NOT NULL,
  revised_at TEXT NOT NULL,
  UNIQUE (msa, indicator, quarter)
);
CREATE INDEX market_data_by_indicator ON market_data (indicator, quarter);
CREATE VIEW latest_market_data AS
  SELECT msa, indicator, max(quarter) AS quarter, value FROM market_data GROUP BY msa, indicator;
`

/** Series by metropolitan area: 2,304 points and, week by week, revisions of the latest ones. */
export const marketData: DemoDatabase = {
  name: 'market_data',
  tier: 'core',
  everyDays: 7,
  label: 'weekly',
  hour: 7,
  build(db, random, at) {
    db.exec(structure)
    const metro = db.prepare('INSERT INTO metro_area VALUES (?, ?, ?)')
    for (const { msa, name, region } of metros) metro.run(msa, name, region)
    const indicator = db.prepare('INSERT INTO indicator VALUES (?, ?, ?)')
    for (const { code, title, unit } of indicators) indicator.run(code, title, unit)
    const point = db.prepare(
      'INSERT INTO market_data (msa, indicator, quarter, value, revised_at) VALUES (?, ?, ?, ?, ?)',
    )
    for (const { msa } of metros) {
      for (const { code, level, spread } of indicators) {
        let value = random.around(level, spread)
        for (let before = quarters; before >= 1; before -= 1) {
          value += random.around(level * 0.004, spread * 0.08)
          point.run(msa, code, quarterOf(at, before), roundTo(value, 3), at.toISOString())
        }
      }
    }
  },
  advance(db, random, at) {
    const revise = db.prepare(
      `UPDATE market_data SET value = round(value * ?, 3), revised_at = ?
       WHERE msa = ? AND indicator = ? AND quarter >= ?`,
    )
    for (let n = 0; n < 14; n += 1) {
      const { code } = random.pick(indicators)
      revise.run(random.around(1, 0.01), at.toISOString(), random.pick(metros).msa, code, quarterOf(at, 3))
    }
  },
}
