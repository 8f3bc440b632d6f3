import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'

import { cliRig, type Rig } from './cli-rig.ts'
import { guardDocument } from './json-shapes.ts'

const changer = fileURLToPath(new URL('./change-database.ts', import.meta.url))

/** A vault with one registered database of 300 series in 3 metros, whose foreign keys hold. */
export async function ready(): Promise<{ readonly rig: Rig; readonly file: string }> {
  const rig = cliRig()
  const file = rig.source('market.db', { rows: 300 })
  await rig.run('init', rig.vault, '--no-encryption')
  await rig.run('add', file)
  return { rig, file }
}

/** The command line of a change, and how it ends. */
export function changing(file: string, sql: string, end = '0'): readonly string[] {
  return [process.execPath, changer, file, sql, end]
}

/** Guards a change and parses what was said of it. */
export async function guard(rig: Rig, options: readonly string[], command: readonly string[]) {
  const { status, json } = await rig.json('guard', 'market', ...options, '--', ...command)
  return { status, end: guardDocument.parse(json) }
}

/** The one value that a query answers. */
export function query(file: string, sql: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(sql).pluck().get()
  } finally {
    db.close()
  }
}

/** What the vault’s log has, oldest first: kind, result, and the fault’s code. */
export function kindsInLog(rig: Rig): readonly string[] {
  const folder = path.join(rig.vault, 'backup_logs')
  return fs
    .readdirSync(folder)
    .flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { kind: string; result: string; fault: { code: string } | null })
    .map(({ kind, result, fault }) => `${kind} ${result} ${fault?.code ?? ''}`.trim())
}
