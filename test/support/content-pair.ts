import Database from 'better-sqlite3'

import { attachContent, openContent } from '../../main/engine/content/open-content.ts'
import type { Connection } from '../../main/engine/source/connect.ts'
import { tempFolder } from './temp-folder.ts'

/** A database made by a script, its encoding first; answers its file. */
export function madeDatabase(file: string, sql: string, encoding = 'UTF-8'): string {
  const db = new Database(file)
  db.unsafeMode(true)
  db.pragma('foreign_keys = OFF')
  db.pragma(`encoding = '${encoding}'`)
  db.exec(sql)
  db.close()
  return file
}

/** Two databases made by scripts, the left one as `main`, the right one as `other`, in one connection that the caller closes. */
export function contentPair(left: string, right: string, encoding?: string): Connection {
  const folder = tempFolder('pair')
  const connection = openContent(madeDatabase(`${folder}/left.db`, left, encoding))
  attachContent(connection, madeDatabase(`${folder}/right.db`, right, encoding), 'other')
  return connection
}
