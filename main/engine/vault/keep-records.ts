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
  list(ports: Ports, vaultFolder: string): Promise<ListedRecords<T>>
  /** The id of every record, also of one that can't be read. */
  ids(ports: Ports, vaultFolder: string): Promise<readonly string[]>
}

/** What a folder of records holds. */
export interface ListedRecords<T> {
  readonly entries: ReadonlyMap<string, T>
  /** Relative to the vault. */
  readonly damaged: readonly string[]
  /** Ids of those among the damaged of which nothing is known but that the system did not let them be read: they may be whole. */
  readonly unreadable: readonly string[]
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

async function readRecord<T>(
  ports: Ports,
  path: string,
  kind: RecordKind<T>,
): Promise<T | null | 'damaged' | 'unreadable'> {
  try {
    const bytes = await readSmallFile(ports, path, limitBytes)
    return bytes === null
      ? null
      : kind.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    const isExpected =
      error instanceof SealError || error instanceof SyntaxError || error instanceof TypeError
    if (isExpected) return 'damaged'
    if (errnoOf(error) !== undefined) return 'unreadable'
    throw error
  }
}

function idOf(name: string): string {
  return name.slice(0, -'.json'.length)
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
    async read(ports, vaultFolder, id) {
      const record = await readRecord(ports, pathOf(vaultFolder, id), kind)
      return record === 'unreadable' ? 'damaged' : record
    },
    async list(ports, vaultFolder) {
      const entries = new Map<string, T>()
      const damaged: string[] = []
      const unreadable: string[] = []
      for (const name of await listNames(ports, inVault(vaultFolder, kind.folder))) {
        const relative = `${kind.folder}/${name}`
        const id = idOf(name)
        const record = idPattern.test(id)
          ? await readRecord(ports, inVault(vaultFolder, relative), kind)
          : 'damaged'
        if (record === 'unreadable') unreadable.push(id)
        if (record === 'damaged' || record === 'unreadable') damaged.push(relative)
        else if (record !== null) entries.set(id, record)
      }
      return { entries, damaged, unreadable }
    },
    async ids(ports, vaultFolder) {
      const names = await listNames(ports, inVault(vaultFolder, kind.folder))
      return names.map(idOf).filter((id) => idPattern.test(id))
    },
  }
}
