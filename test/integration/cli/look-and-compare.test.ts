import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { imageFolderName } from '../../../main/operations/content/image-folder.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import { backupDocument, backupShape, errorDocument } from './json-shapes.ts'

const cell = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('null') }),
  z.strictObject({ kind: z.literal('integer'), text: z.string() }),
  z.strictObject({ kind: z.literal('real'), text: z.string() }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), sizeBytes: z.number(), isCut: z.boolean() }),
  z.strictObject({ kind: z.literal('blob'), hex: z.string(), sizeBytes: z.number(), isCut: z.boolean() }),
])
const lookDocument = z.strictObject({
  backup: backupShape,
  tables: z.array(z.looseObject({ name: z.string(), kind: z.string(), rowCount: z.number().nullable() })),
})
const rowsDocument = z.strictObject({
  backup: backupShape,
  table: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(cell)),
  total: z.number(),
})
const compareDocument = z.strictObject({
  left: z.looseObject({ kind: z.literal('backup') }),
  right: z.looseObject({ kind: z.enum(['backup', 'live']) }),
  schema: z.array(z.looseObject({ kind: z.string(), name: z.string(), change: z.string() })),
  tables: z.array(z.looseObject({ table: z.string(), added: z.number(), changed: z.number() })),
})

/** A vault with one backup of a database that was then wrecked. */
async function wrecked(): Promise<{ rig: Rig; file: string; backup: string }> {
  const rig = cliRig()
  const file = rig.source('property_data.db', { rows: 300 })
  await rig.run('init', rig.vault)
  await rig.run('add', file)
  const taken = backupDocument.parse((await rig.json('backup', 'property_data')).json)
  const db = new Database(file)
  db.exec('UPDATE series SET value = 0 WHERE msa = 35620; CREATE TABLE extra (a)')
  db.close()
  return { rig, file, backup: taken.results[0]!.backup!.id }
}

const imagesOf = (rig: Rig): readonly string[] =>
  filesBelow(rig.home).filter((name) => name.startsWith('looks'))

describe('look on the command line', () => {
  it('shows tables, schema and rows, as text and as JSON, and leaves no image', async () => {
    const { rig, backup } = await wrecked()
    // Left by a process that was killed.
    const dead = imageFolderName(realPorts).replace(`-${realPorts.machine.pid}-`, '-4194305-')
    fs.mkdirSync(path.join(rig.home, 'looks', dead), { recursive: true })
    fs.writeFileSync(path.join(rig.home, 'looks', dead, `${backup}.db`), 'in plain text')

    const tables = await rig.json('look', backup)
    expect(tables.status).toBe(0)
    expect(lookDocument.parse(tables.json).tables.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['metro', 3],
      ['series', 300],
    ])
    const text = await rig.run('look', backup)
    expect(text.out).toMatch(
      /^property_data as of .*\nTABLE +KIND +ROWS +COLUMNS\nmetro +table +3 +msa, name\n/,
    )

    const where = ['--where', 'msa=35620', '--where', 'quarter=1990Q1', '--sort', 'value', '--descending']
    const rows = rowsDocument.parse((await rig.json('look', backup, 'series', ...where, '--limit', '2')).json)
    expect(rows.total).toBeGreaterThan(0)
    expect(rows.rows.map((row) => row[1])).toEqual(rows.rows.map(() => ({ kind: 'integer', text: '35620' })))
    const page = await rig.run('look', backup, 'series', '--limit', '1', '--offset', '7')
    expect(page.out).toContain('8 to 8 of 300\n')
    const schema = await rig.run('look', backup, 'series', '--schema')
    expect(schema.out).toMatch(/^CREATE TABLE series [\s\S]*;\n\nCREATE INDEX series_by_metro [\s\S]*;\n$/)
    expect(imagesOf(rig)).toEqual([])
  })

  it('refuses what makes no sense, and names what is not there', async () => {
    const { rig, backup } = await wrecked()
    for (const args of [
      ['look', backup, '--sort', 'msa'],
      ['look', backup, 'series', '--where', 'msa'],
      ['look', backup, 'nowhere'],
      ['compare', backup, '--sql', '--table', 'series'],
    ]) {
      const { status, json } = await rig.json(...args)
      expect([args.slice(2), status]).toEqual([args.slice(2), 2])
      errorDocument.parse(json)
    }
    expect(imagesOf(rig)).toEqual([])
  })
})

describe('compare on the command line', () => {
  it('compares with the live database, table by table and row by row, and leaves everything as it was', async () => {
    const { rig, file, backup } = await wrecked()
    const before = fs.readFileSync(file)
    const { status, json } = await rig.json('compare', backup)
    expect(status).toBe(0)
    const found = compareDocument.parse(json)
    expect(found.right).toMatchObject({ kind: 'live', path: file })
    expect(found.schema).toMatchObject([{ kind: 'table', name: 'extra', change: 'added' }])
    expect(found.tables.find(({ table }) => table === 'series')).toMatchObject({ changed: 99, same: 201 })
    const text = await rig.run('compare', backup, 'live')
    expect(text.out).toMatch(/series +0 +99 +0 +201\n/)
    const rows = await rig.run('compare', backup, '--table', 'series', '--limit', '1')
    expect(rows.out).toMatch(/~ +4 +value: 0\.428\d+ → 0\.0\n1 to 1 of 99\n/)
    expect(fs.readFileSync(file)).toEqual(before)

    fs.rmSync(file)
    const without = await rig.json('compare', backup)
    expect([without.status, errorDocument.parse(without.json).error.code]).toEqual([1, 'SOURCE_MISSING'])
    const same = await rig.run('compare', backup, backup)
    expect(same.out).toContain('No difference was found.')
    expect(imagesOf(rig)).toEqual([])
  })

  it('does not call the same what it could not compare', async () => {
    const rig = cliRig()
    const file = rig.source('texts.db', { rows: 3 })
    const db = new Database(file)
    db.exec("CREATE VIRTUAL TABLE words USING fts5(note, content = 'series')")
    db.close()
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    const taken = backupDocument.parse((await rig.json('backup', 'texts')).json)
    const { out } = await rig.run('compare', taken.results[0]!.backup!.id)
    expect(out).toContain(
      'No difference was found in what was compared; of 1 table the note says what was not.',
    )
    expect(out).toContain('it is an index over texts that it does not hold itself')
  })

  it('writes SQL that mends the database, to a file and to standard output', async () => {
    const { rig, file, backup } = await wrecked()
    const again = backupDocument.parse((await rig.json('backup', 'property_data')).json)
    const wreck = again.results[0]!.backup!.id
    const printed = await rig.run('compare', wreck, backup, '--sql')
    expect(printed.status).toBe(0)
    const toFile = await rig.json('compare', wreck, backup, '--sql', '--output', 'mend.sql')
    const written = path.join(rig.sources, 'mend.sql')
    expect(toFile.json).toMatchObject({ path: written, statements: 100, leftOut: [] })
    expect(fs.readFileSync(written, 'utf8')).toBe(printed.out)
    const refused = await rig.json('compare', wreck, backup, '--sql', '--output', 'mend.sql')
    expect([refused.status, errorDocument.parse(refused.json).error.code]).toEqual([1, 'EXPORT_FAILED'])
    const inVault = path.join(rig.vault, 'mend.sql')
    const misplaced = await rig.json('compare', wreck, backup, '--sql', '--output', inVault)
    expect(errorDocument.parse(misplaced.json).error.code).toBe('TARGET_IN_VAULT')

    const db = new Database(file)
    db.exec(printed.out)
    db.close()
    const mended = compareDocument.parse((await rig.json('compare', backup)).json)
    expect(mended.schema).toEqual([])
    expect(mended.tables.every(({ added, changed }) => added + changed === 0)).toBe(true)
    expect(imagesOf(rig)).toEqual([])
  })
})
