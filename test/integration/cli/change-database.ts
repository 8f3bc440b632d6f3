// A program that changes a database as a migration would, for tests of `guard`: FILE SQL END.
// END: a number (its status), `killed` (by SIGKILL, by itself), `waits` (for half a minute, or until a signal ends it), or
// `collects` (notes the signals it gets, ends with status 9 when it has got four).
import Database from 'better-sqlite3'

const [, , file = '', sql = '', end = '0'] = process.argv
const db = new Database(file)
db.pragma('foreign_keys = OFF')
// A schema may be broken on purpose.
db.unsafeMode(true)
db.exec(sql)
db.close()

const got: string[] = []
if (end === 'collects') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.on(signal, () => {
      got.push(signal)
      process.stdout.write(`${signal}\n`)
      if (got.length === 4) process.exit(9)
    })
  }
}
process.stdout.write('changed\n')
if (end === 'killed') process.kill(process.pid, 'SIGKILL')
else if (end === 'waits' || end === 'collects') setTimeout(() => undefined, 30_000)
else process.exitCode = Number(end)
