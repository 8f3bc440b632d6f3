import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'

import { channelTools } from '../../main/channels/channel-tools.ts'
import { hostNotificationChannel } from '../../main/channels/host-notification-channel.ts'
import { kitPlaces } from '../../main/compose/kit-places.ts'
import { noKeychain } from '../../main/compose/keychain-in-child.ts'
import { readAsset } from '../../main/compose/read-asset.ts'
import { nodeTimers } from '../../main/compose/node-timers.ts'
import { takeBackup, type FileSystem, type Ports } from '../../main/engine/engine.ts'
import { syncCatalog } from '../../main/operations/catalog/sync-catalog.ts'
import { registerDatabases } from '../../main/operations/databases/register-databases.ts'
import { homeFolderAt } from '../../main/operations/home/home-folder.ts'
import { startOperations, type Operations } from '../../main/operations/operations.ts'
import { applyPolicy } from '../../main/operations/policies/apply-policy.ts'
import { savePolicy } from '../../main/operations/policies/save-policy.ts'
import { startPrune } from '../../main/operations/retention/clean-up-job.ts'
import type { PruneOrder } from '../../main/operations/retention/prune-database.ts'
import { createVault } from '../../main/operations/vaults/create-vault.ts'
import { openVault } from '../../main/operations/vaults/open-vault.ts'
import type { OpenVault } from '../../main/operations/vaults/vault-session.ts'
import type { BackupRecord } from '../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../shared/domain/database-record.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import type { RetentionRules } from '../../shared/domain/policies/policy.ts'
import type { DatabasePruned, PruneReport } from '../../shared/domain/retention/prune-views.ts'
import { buildDatabase } from './database-builder.ts'
import { backupOf, basedOn, quietRun, realPorts, verifiedStatus } from './engine-vault.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** Rules that keep nothing but the newest. */
export const fewRules: RetentionRules = {
  days: 0,
  newest: 1,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  fulls: 1,
  preUpdateDays: 1,
  schemas: 1,
}

/** A clock that tests set, and file times that go with it. */
export interface ShiftedPorts extends Ports {
  /** Moves the clock. Milliseconds. */
  shift(byMs: number): void
}

/** The real world under a clock that can be moved; files are as old as that clock says. */
export function shiftedPorts(files: FileSystem = realPorts.files): ShiftedPorts {
  let offsetMs = 0
  const { clock } = realPorts
  return {
    ...realPorts,
    clock: { now: () => Math.floor(clock.now() + offsetMs), monotonicMs: () => clock.monotonicMs() },
    files: {
      ...files,
      async stat(file) {
        const facts = await files.stat(file)
        return facts && { ...facts, modifiedAt: facts.modifiedAt + offsetMs }
      },
    },
    shift: (byMs) => {
      offsetMs += byMs
    },
  }
}

/** One program over a vault, without hosts; it runs no engine job. */
export async function programIn(home: string, ports: Ports): Promise<Operations> {
  return startOperations({
    actor: { user: 'tester', uid: null, machine: 'here', by: 'command_line' },
    groups: () => Promise.resolve([]),
    ports,
    timers: nodeTimers,
    jobs: { run: () => Promise.reject(new Error('no engine job is run here')) },
    home: homeFolderAt(home),
    channels: channelTools({ ...ports, desktop: hostNotificationChannel(null) }),
    keychain: noKeychain,
    kit: { ...kitPlaces(), run: () => Promise.reject(new Error('no kit is tried here')) },
    keyPlaces: {},
    readAsset,
    cores: 1,
  })
}

/** A vault with one database, its policy, and a program that has it open. */
export interface PruneRig {
  readonly folder: string
  readonly vaultFolder: string
  readonly source: string
  readonly ports: ShiftedPorts
  readonly operations: Operations
  readonly record: DatabaseRecord
  vault(): OpenVault
  /** Changes the database and takes a backup of it, as if so many hours ago. */
  take(hoursAgo: number, wish?: TakeWish): Promise<BackupRecord>
  prune(order?: PruneOrder): Promise<{ report: PruneReport | undefined; fault: Fault | undefined }>
  /** Another program on the same vault, with a catalog of its own. */
  another(): Promise<Operations>
  close(): Promise<void>
}

export interface TakeWish {
  readonly on?: BackupRecord
  readonly type?: 'full' | 'incremental' | 'differential' | 'schema'
  readonly label?: BackupRecord['label']
}

const database = 'market_data'

/** Makes the vault, its policy with these rules, and registers the database. */
export async function pruneRig(
  folder: string,
  rules: Partial<RetentionRules> = {},
  schedules: readonly string[] = ['0 6 * * *'],
  files?: FileSystem,
): Promise<PruneRig> {
  const ports = shiftedPorts(files)
  const home = path.join(folder, 'home')
  const vaultFolder = path.join(folder, 'vault')
  const source = path.join(folder, `${database}.db`)
  buildDatabase(source, { rows: 20 })
  const operations = await programIn(home, ports)
  await createVault(operations, vaultFolder, { kind: 'automatic' })
  const [registered] = await registerDatabases(operations, { paths: [source], name: database, tier: 'rig' })
  if (registered === undefined || !('record' in registered)) throw new Error('not registered')
  const policy = await savePolicy(operations, {
    name: 'Rig',
    scope: 'databases',
    tiers: [],
    timeZone: 'UTC',
    schedules: schedules.map((cron) => ({ type: 'full', label: 'daily', cron })),
    retention: { ...fewRules, ...rules },
    priority: 5,
    destinations: [],
    isEnabled: true,
  })
  await applyPolicy(operations, policy.id, [database])
  const made: Operations[] = []
  const vault = (): OpenVault => operations.session.reachable()
  const rig: PruneRig = {
    folder,
    vaultFolder,
    source,
    ports,
    operations,
    record: vault().catalog.databases.byName(database)!,
    vault,
    take: (hoursAgo, wish) => takeIn(rig, hoursAgo, wish),
    async prune(order) {
      const { outcome, fault } = await startPrune(operations, { databases: [database], ...order }).ended
      return { report: outcome, fault }
    },
    async another() {
      const other = await programIn(home.replace(/home$/, `home-${made.length}`), ports)
      made.push(other)
      fs.cpSync(path.join(home, 'keys'), path.join(path.dirname(home), `home-${made.length - 1}`, 'keys'), {
        recursive: true,
      })
      const [keyFile] = fs.readdirSync(path.join(home, 'keys'))
      const given = { kind: 'key_file', path: path.join(home, 'keys', keyFile!) } as const
      await openVault(other, vaultFolder, { given })
      return other
    },
    async close() {
      for (const other of made) await other.close()
      await operations.close()
    },
  }
  return rig
}

async function takeIn(rig: PruneRig, hoursAgo: number, wish: TakeWish = {}): Promise<BackupRecord> {
  const db = new Database(rig.source)
  db.prepare('INSERT INTO series (msa, quarter, value, note) VALUES (35620, ?, ?, ?)').run(
    String(hoursAgo),
    hoursAgo,
    wish.label ?? '',
  )
  db.close()
  const { ports } = rig
  const clock = { ...ports.clock, now: () => ports.clock.now() - Math.round(hoursAgo * hourMs) }
  const { catalog, access } = rig.vault()
  const ofChanges = wish.type === 'differential' ? 'differential' : 'incremental'
  const order = backupOf(access, rig.source, {
    databaseId: rig.record.id,
    database,
    type: wish.type ?? 'full',
    label: wish.label ?? 'daily',
    threads: 0,
    ...(wish.on && basedOn(wish.on, ofChanges)),
  })
  const outcome = await takeBackup({ ...ports, clock }, order, quietRun())
  if (outcome.kind !== 'stored') throw new Error('nothing was stored')
  await syncCatalog(ports, access, catalog)
  return outcome.backup
}

/** Names of all files of a vault that hold a text. */
export function filesHolding(vaultFolder: string, text: string): readonly string[] {
  return fs
    .readdirSync(vaultFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => fs.readFileSync(file).includes(text))
}

/** The wrapped key in a backup's manifest. */
export function wrappedKeyOf(vaultFolder: string, { file }: BackupRecord): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(vaultFolder, `${file}.manifest.json`), 'utf8')) as {
    wrappedKey: string
  }
  return manifest.wrappedKey
}

/** The part of a report about the rig's database. */
export function prunedIn(report: PruneReport | undefined): DatabasePruned | undefined {
  return report?.databases.find((one) => one.database === database)
}

/** The files of every backup of a program's catalog that is known to be there, by their moment. */
export function filesIn({ session }: Operations): readonly string[] {
  const { backups, databases } = session.reachable().catalog
  return databases.all().flatMap(({ id }) => backups.judged(id).map(({ file }) => file))
}

/** Whether a backup of the rig's vault is whole. */
export function verdictOn(rig: PruneRig, backup: BackupRecord): Promise<'passed' | 'failed'> {
  return verifiedStatus(rig.vault().access, backup)
}
