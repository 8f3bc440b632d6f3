// Has a database open, with a read going on, until its standard input ends. For tests that restore under another program.
import Database from 'better-sqlite3'

const db = new Database(process.argv[2])
db.exec('BEGIN')
db.prepare('SELECT count(*) FROM sqlite_schema').get()
db.exec('COMMIT')
process.stdout.write('open\n')
process.stdin.resume().on('end', () => {
  db.close()
})
