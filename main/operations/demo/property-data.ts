import { metros, roundTo, type DemoDatabase } from './demo-database.ts'

const parameters = [
  { parameter: 'rent_growth', level: 0.031, spread: 0.008 },
  { parameter: 'vacancy_rate', level: 0.058, spread: 0.012 },
  { parameter: 'expense_growth', level: 0.027, spread: 0.005 },
  { parameter: 'cap_rate', level: 0.052, spread: 0.006 },
  { parameter: 'exit_cap_rate', level: 0.056, spread: 0.006 },
  { parameter: 'discount_rate', level: 0.081, spread: 0.009 },
]
const scenarios = ['base', 'upside', 'downside']
const horizonYears = 10
const properties = 60

const structure = `
CREATE TABLE property (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  msa INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('multifamily', 'office', 'industrial', 'retail')),
  units INTEGER NOT NULL,
  acquired_on TEXT NOT NULL
);
CREATE INDEX property_by_msa ON property (msa);
CREATE TABLE property_data_table (
  id INTEGER PRIMARY KEY,
  property_id INTEGER NOT NULL REFERENCES property (id) ON DELETE CASCADE,
  parameter TEXT NOT NULL,
  msa INTEGER NOT NULL,
  scenario TEXT NOT NULL,
  year INTEGER NOT NULL,
  value REAL NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (property_id, parameter, scenario, year)
);
CREATE INDEX property_data_by_parameter ON property_data_table (parameter, msa);
`

/** Assumptions of a discounted-cash-flow model: one row for each property, parameter, scenario and year. */
export const propertyData: DemoDatabase = {
  name: 'property_data',
  tier: 'core',
  everyDays: 7,
  label: 'weekly',
  hour: 7,
  build(db, random, at) {
    db.exec(structure)
    const property = db.prepare('INSERT INTO property VALUES (?, ?, ?, ?, ?, ?)')
    const assumption = db.prepare(
      `INSERT INTO property_data_table (property_id, parameter, msa, scenario, year, value, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    for (let id = 1; id <= properties; id += 1) {
      const { msa, name } = random.pick(metros)
      const kind = random.pick(['multifamily', 'multifamily', 'office', 'industrial', 'retail'])
      const title = `${name.split('-')[0]} ${random.pick(['Court', 'Park', 'Plaza', 'Yard', 'Row'])} ${id}`
      const acquired = `20${random.whole(10, 24)}-${String(random.whole(1, 12)).padStart(2, '0')}-15`
      property.run(id, title, msa, kind, random.whole(24, 480), acquired)
      for (const { parameter, level, spread } of parameters) {
        for (const scenario of scenarios) {
          for (let ahead = 0; ahead < horizonYears; ahead += 1) {
            const value = roundTo(random.around(level, spread), 5)
            assumption.run(id, parameter, msa, scenario, at.getUTCFullYear() + ahead, value, at.toISOString())
          }
        }
      }
    }
  },
  advance(db, random, at) {
    const revise = db.prepare(
      `UPDATE property_data_table SET value = round(value + ?, 5), updated_at = ?
       WHERE parameter = ? AND msa = ? AND scenario = ?`,
    )
    for (let n = 0; n < 6; n += 1) {
      const { parameter, spread } = random.pick(parameters)
      const change = random.around(0, spread * 0.1)
      revise.run(change, at.toISOString(), parameter, random.pick(metros).msa, random.pick(scenarios))
    }
  },
}
