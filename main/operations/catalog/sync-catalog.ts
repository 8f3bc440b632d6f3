import { isDeepStrictEqual } from 'node:util'

import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { summaryOfDrill } from '../../../shared/domain/drills/drill-record.ts'
import { unknownValidation, type LatestValidation } from '../../../shared/domain/validation.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import {
  confirmVault,
  inVault,
  listDrills,
  listManifest,
  listManifests,
  listRegistrations,
  listValidations,
  manifestOf,
  payloadOf,
  readValidation,
  vaultPaths,
  type ListedManifest,
  type Ports,
  type VaultAccess,
} from '../../engine/engine.ts'
import { listDailyLogs, readDailyLog } from '../daily-log/daily-log.ts'
import { failLacking, keepLacking } from './lacking-backups.ts'
import type { Catalog } from './open-catalog.ts'

/** What a sync found to be different. */
export interface SyncReport {
  readonly added: number
  readonly removed: number
  /** Whether anything at all changed in the catalog. */
  readonly isChanged: boolean
}

const drillsRead = 'drills with their reasons'
const manifestEnding = manifestOf('')
/** Younger than this, a folder may change again within the grain of its modification time. */
const grainMs = 2500
const batch = 250

type Validations = ReadonlyMap<string, LatestValidation>

const unreadable = unknownValidation('the record of its latest verification can’t be read')

/** Every later validation in the vault. One whose record can't be read is not known: what was found before it no longer counts. */
async function laterValidations(ports: Ports, { folder }: VaultAccess): Promise<Validations> {
  const { validations, damaged } = await listValidations(ports, folder)
  if (damaged.length > 0) ports.logger.error('validations.damaged', { folder, damaged })
  const idOf = (file: string): string => file.slice(vaultPaths.validations.length + 1, -'.json'.length)
  return new Map([
    ...validations,
    ...damaged.map((file): [string, LatestValidation] => [idOf(file), unreadable]),
  ])
}

/** A folder's modification time if nothing in it can have changed unseen since; null if it is too fresh, or the folder is gone. */
async function settledTimeOf(ports: Ports, folder: string): Promise<string | null> {
  const facts = await ports.files.stat(folder)
  const isSettled = facts !== null && Math.abs(ports.clock.now() - facts.modifiedAt) > grainMs
  return isSettled ? String(facts.modifiedAt) : null
}

/** Names in a folder of the vault; none where it is not there. */
async function namesIn(ports: Ports, folder: string): Promise<readonly string[]> {
  return (await ports.files.stat(folder)) === null ? [] : ports.files.list(folder)
}

/**
 * Before anything is forgotten because it was not found: that the vault itself is there. One that was unplugged looks empty, and the
 * catalog is then all that can still be shown.
 */
async function beforeForgetting(ports: Ports, vault: VaultAccess, missing: number): Promise<void> {
  if (missing > 0) await confirmVault(ports, vault)
}

/** Runs `read` only if the folder changed since it last ran. */
async function ifChanged(
  ports: Ports,
  vault: VaultAccess,
  catalog: Catalog,
  relative: string,
  read: () => Promise<void>,
): Promise<void> {
  const now = await settledTimeOf(ports, inVault(vault.folder, relative))
  const what = `folder:${relative}`
  if (now !== null && now === catalog.marks.get(what)) return
  await read()
  // Only what was true before the reading began may be remembered after it.
  catalog.marks.set(what, now ?? '')
}

function takeIn(catalog: Catalog, manifests: readonly ListedManifest[], validations: Validations): void {
  catalog.together(() => {
    for (const manifest of manifests) {
      if ('fault' in manifest) {
        catalog.marks.putDamaged(manifest.manifestFile, manifest.fault)
        continue
      }
      catalog.marks.removeDamaged(manifest.manifestFile)
      catalog.backups.put(manifest.record, validations.get(manifest.record.id) ?? null)
    }
  })
}

async function readEverything(ports: Ports, vault: VaultAccess, catalog: Catalog): Promise<number> {
  const validations = await laterValidations(ports, vault)
  let waiting: ListedManifest[] = []
  let added = 0
  for await (const manifest of listManifests(ports, vault)) {
    waiting.push(manifest)
    added += 1
    if (waiting.length < batch) continue
    takeIn(catalog, waiting, validations)
    waiting = []
  }
  takeIn(catalog, waiting, validations)
  return added
}

/** What was found of them since they were taken: a manifest may come late, or come back, and be known as damaged all the same. */
async function validationsOf(
  ports: Ports,
  vault: VaultAccess,
  manifests: readonly ListedManifest[],
): Promise<Validations> {
  const found = await Promise.all(
    manifests.map(async (manifest): Promise<[string, LatestValidation][]> => {
      if ('fault' in manifest) return []
      const { id } = manifest.record
      const validation = await readValidation(ports, vault.folder, id)
      return validation === null ? [] : [[id, validation === 'damaged' ? unreadable : validation]]
    }),
  )
  return new Map(found.flat())
}

async function syncFolder(
  ports: Ports,
  vault: VaultAccess,
  catalog: Catalog,
  folder: string,
): Promise<{ added: number; removed: number }> {
  // Known before listed: what is stored meanwhile is in the catalog and not in the list, and must not be taken for removed.
  const known = new Set(catalog.backups.filesIn(folder).map(manifestOf))
  const names = await namesIn(ports, inVault(vault.folder, folder))
  const ours = names.filter((name) => name.endsWith(manifestEnding) && !name.startsWith('.'))
  const there = new Set(ours.map((name) => `${folder}/${name}`))
  const damaged = catalog.marks.damaged().filter(({ file }) => file.startsWith(`${folder}/`))
  const fresh = [...there].filter((file) => !known.has(file))
  const gone = [...known].filter((file) => !there.has(file))
  for (let first = 0; first < fresh.length; first += batch) {
    const part = fresh.slice(first, first + batch)
    const read = await Promise.all(part.map((file) => listManifest(ports, vault, file)))
    const readable = read.filter((one) => one !== null)
    takeIn(catalog, readable, await validationsOf(ports, vault, readable))
  }
  await keepLacking(catalog, folder, names, async (id) => {
    const found = await readValidation(ports, vault.folder, id)
    return found === 'damaged' ? unreadable : found
  })
  await beforeForgetting(ports, vault, gone.length + damaged.length)
  catalog.together(() => {
    for (const file of gone) catalog.backups.removeByFile(payloadOf(file))
    for (const { file } of damaged) if (!there.has(file)) catalog.marks.removeDamaged(file)
  })
  return { added: fresh.length, removed: gone.length }
}

async function syncRegistrations(ports: Ports, vault: VaultAccess, catalog: Catalog): Promise<void> {
  const known = new Map(catalog.databases.all().map((record) => [record.id, record]))
  const { records, damaged } = await listRegistrations(ports, vault.folder)
  if (damaged.length > 0) ports.logger.error('registrations.damaged', { folder: vault.folder, damaged })
  // What was known of a database whose file can't be read now goes on: dropping it would end its backups without a word.
  const unreadable = damaged.map((file) => file.slice(vaultPaths.databases.length + 1, -'.json'.length))
  const there = new Set([...records.map((record) => record.id), ...unreadable])
  const gone = [...known.keys()].filter((id) => !there.has(id))
  // Only what differs: a change made while the folder was read is newer than what was read.
  const changed = records.filter((record) => !isDeepStrictEqual(record, known.get(record.id)))
  await beforeForgetting(ports, vault, gone.length)
  catalog.together(() => {
    for (const id of gone) catalog.databases.remove(id)
    for (const record of changed) catalog.databases.put(record)
  })
}

/** Takes in the registrations alone, where they changed. Throws the faults of reading a vault. */
export function takeInRegistrations(ports: Ports, vault: VaultAccess, catalog: Catalog): Promise<void> {
  return ifChanged(ports, vault, catalog, vaultPaths.databases, () =>
    syncRegistrations(ports, vault, catalog),
  )
}

/** Logs of finished days do not grow: only the two newest, and those never read, are opened. */
function logsToRead(catalog: Catalog, names: readonly string[]): readonly string[] {
  return names.filter((name, at) => at >= names.length - 2 || catalog.marks.get(`log:${name}`) === null)
}

/** A verification has a verdict; so has a restore that found its backup damaged. */
function tellsVerdict({ kind, result }: ActivityEntry): boolean {
  return kind === 'verify' || (kind === 'restore' && result === 'failed')
}

/** What was logged since of which the vault has more to say. */
interface LoggedSince {
  readonly isVerified: boolean
  readonly isDrilled: boolean
}

/** Takes in what was logged since; answers whether other programs found verdicts, or drilled. */
async function syncHistory(vault: VaultAccess, catalog: Catalog): Promise<LoggedSince> {
  let isVerified = false
  let isDrilled = false
  for (const name of logsToRead(catalog, await listDailyLogs(vault.folder))) {
    for (;;) {
      const known = Number(catalog.marks.get(`log:${name}`) ?? 0)
      const { entries, toByte } = await readDailyLog(vault.folder, name, known)
      if (toByte === known && entries.length === 0) break
      catalog.together(() => {
        for (const entry of entries) {
          const isNew = catalog.history.add(entry)
          if (!isNew || entry.backupId === null) continue
          isVerified ||= tellsVerdict(entry)
          isDrilled ||= entry.kind === 'drill'
        }
        catalog.marks.set(`log:${name}`, String(toByte))
      })
      if (toByte <= known) break
    }
  }
  return { isVerified, isDrilled }
}

async function takeInValidations(ports: Ports, vault: VaultAccess, catalog: Catalog): Promise<void> {
  const validations = await laterValidations(ports, vault)
  catalog.together(() => {
    for (const [backupId, validation] of validations) catalog.backups.putValidation(backupId, validation)
  })
}

async function takeInDrills(ports: Ports, { folder }: VaultAccess, catalog: Catalog): Promise<void> {
  const { records, damaged } = await listDrills(ports, folder)
  if (damaged.length > 0) ports.logger.error('drills.damaged', { folder, damaged })
  catalog.together(() => {
    for (const record of records) catalog.backups.putDrill(record.backupId, summaryOfDrill(record))
    catalog.marks.set(drillsRead, drillsRead)
  })
}

/**
 * Brings the catalog in line with the vault. Cheap when little changed: a folder is listed only if its modification time moved, and only
 * manifests that are not known are read. The first time everything is read. Throws the faults of reading a vault.
 */
export async function syncCatalog(ports: Ports, vault: VaultAccess, catalog: Catalog): Promise<SyncReport> {
  const before = catalog.revision()
  const isComplete = catalog.marks.get('complete') === 'yes'
  let added = isComplete ? 0 : await readEverything(ports, vault, catalog)
  let removed = 0
  await takeInRegistrations(ports, vault, catalog)
  for (const folder of backupFolders) {
    await ifChanged(ports, vault, catalog, folder, async () => {
      const found = await syncFolder(ports, vault, catalog, folder)
      added += found.added
      removed += found.removed
    })
  }
  const { isVerified, isDrilled } = await syncHistory(vault, catalog)
  if (isComplete && isVerified) await takeInValidations(ports, vault, catalog)
  // An older Holdfast took in less of each.
  const isOlder = catalog.marks.get(drillsRead) === null
  if (!isComplete || isDrilled || isOlder) await takeInDrills(ports, vault, catalog)
  failLacking(ports, catalog)
  if (!isComplete) catalog.marks.set('complete', 'yes')
  return { added, removed, isChanged: catalog.revision() !== before }
}
