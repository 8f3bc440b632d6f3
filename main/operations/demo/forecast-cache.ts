import { metros, roundTo, type DemoDatabase } from './demo-database.ts'
import type { SeededRandom } from './seeded-random.ts'
import type Database from 'better-sqlite3'

const models = ['rent-arima', 'rent-gbm', 'value-dcf', 'vacancy-panel']
const horizonMonths = 60
const dayMs = 24 * 60 * 60 * 1000

const structure = `
CREATE TABLE model_run (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  forecasts INTEGER NOT NULL
);
CREATE TABLE forecast (
  key TEXT PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES model_run (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  msa INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload))
);
CREATE INDEX forecast_by_expiry ON forecast (expires_at);
CREATE INDEX forecast_by_model ON forecast (model, msa);
`

function path(random: SeededRandom): string {
  let value = random.around(100, 4)
  const months = Array.from({ length: horizonMonths }, () => {
    value *= 1 + random.around(0.0025, 0.006)
    return roundTo(value, 2)
  })
  return JSON.stringify({ index: months, confidence: roundTo(random.around(0.8, 0.1), 3) })
}

function runModels(db: Database.Database, random: SeededRandom, at: Date): void {
  const run = db.prepare('INSERT INTO model_run (model, finished_at, forecasts) VALUES (?, ?, ?)')
  const forecast = db.prepare(
    `INSERT INTO forecast VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET run_id = excluded.run_id,
       created_at = excluded.created_at, expires_at = excluded.expires_at, payload = excluded.payload`,
  )
  for (const model of models) {
    const runId = run.run(model, at.toISOString(), metros.length * 4).lastInsertRowid
    for (const { msa } of metros) {
      for (const kind of ['multifamily', 'office', 'industrial', 'retail']) {
        const expires = new Date(at.getTime() + random.whole(1, 7) * dayMs).toISOString()
        const key = `${model}:${msa}:${kind}`
        forecast.run(key, runId, model, msa, at.toISOString(), expires, path(random))
      }
    }
  }
}

/** A cache of forecasts that is mostly rewritten each day. */
export const forecastCache: DemoDatabase = {
  name: 'forecast_cache',
  tier: 'cache',
  everyDays: 1,
  label: 'daily',
  hour: 6,
  build(db, random, at) {
    db.exec(structure)
    runModels(db, random, at)
  },
  advance(db, random, at) {
    db.prepare('DELETE FROM forecast WHERE expires_at < ?').run(at.toISOString())
    runModels(db, random, at)
  },
}
