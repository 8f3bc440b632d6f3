import { idPattern } from '../image/json-fields.ts'
import { canonicalJson, SealError, type Json } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from './ensure-folder.ts'
import { inVault } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { errnoOf, writingVault } from './vault-faults.ts'

/** How one kind of small record is kept: a JSON file each, named by the record's id. */
export interface RecordKind<T> {
  /** Relative to the vault. */
  readonly folder: string
  serialize(record: T): Json
  /** Throws SealError for what is no such record. */
  parse(value: unknown): T
}

/** Durable reading and writing of one kind of record. */
export interface RecordKeeper<T> {
  save(ports: Ports, vaultFolder: string, id: string, record: T): Promise<void>
  remove(ports: Ports, vaultFolder: string, id: string): Promise<void>
  /** Null: there is none. */
  read(ports: Ports, vaultFolder: string, id: string): Promise<T | null | 'damaged'>
  /** By id. A file that can't be read, or says something else, is named in `damaged` and stops nothing. */
  list(
    ports: Ports,
    vaultFolder: string,
  ): Promise<{ readonly entries: ReadonlyMap<string, T>; readonly damaged: readonly string[] }>
}

const limitBytes = 1 << 20

async function listNames(ports: Ports, folder: string): Promise<readonly string[]> {
  try {
    const names = await ports.files.list(folder)
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

async function readRecord<T>(ports: Ports, path: string, kind: RecordKind<T>): Promise<T | null | 'damaged'> {
  try {
    const bytes = await readSmallFile(ports, path, limitBytes)
    return bytes === null
      ? null
      : kind.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    const isExpected =
      error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError
    if (isExpected || errnoOf(error) !== undefined) return 'damaged'
    throw error
  }
}

/** Makes the keeper of one kind of record. */
export function keepRecords<T>(kind: RecordKind<T>): RecordKeeper<T> {
  const pathOf = (vaultFolder: string, id: string): string => {
    if (!idPattern.test(id)) throw new Error(`not an id: ${id}`)
    return inVault(vaultFolder, `${kind.folder}/${id}.json`)
  }
  return {
    save: (ports, vaultFolder, id, record) =>
      writingVault(ports, vaultFolder, async () => {
        await ensureFolder(ports, vaultFolder, kind.folder)
        await replaceFile(ports, pathOf(vaultFolder, id), canonicalJson(kind.serialize(record)))
      }),
    remove: (ports, vaultFolder, id) =>
      writingVault(ports, vaultFolder, async () => {
        await ensureFolder(ports, vaultFolder, kind.folder)
        await ports.files.remove(pathOf(vaultFolder, id))
        await ports.files.syncFolder(inVault(vaultFolder, kind.folder))
      }),
    read: (ports, vaultFolder, id) => readRecord(ports, pathOf(vaultFolder, id), kind),
    async list(ports, vaultFolder) {
      const entries = new Map<string, T>()
      const damaged: string[] = []
      for (const name of await listNames(ports, inVault(vaultFolder, kind.folder))) {
        const relative = `${kind.folder}/${name}`
        const id = name.slice(0, -'.json'.length)
        const record = idPattern.test(id)
          ? await readRecord(ports, inVault(vaultFolder, relative), kind)
          : 'damaged'
        if (record === 'damaged') damaged.push(relative)
        else if (record !== null) entries.set(id, record)
      }
      return { entries, damaged }
    },
  }
}
