import type { CheckName } from '../../../shared/domain/validation.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { ActivityEntry, VaultStatus } from '../../../shared/domain/views.ts'
import { chainedBackups } from './chained-backups.ts'
import { endedRestores } from './ended-restores.ts'
import { activityOf, entry } from './make-activity.ts'
import { ago, backupOf, databaseOf, day, hour, idOf, minute } from './make-records.ts'
import type { Scene } from './scene.ts'
import { presetPolicies, registeredWith } from './scene-policies.ts'
import { withNobodyActing, withoutPolicies, withSchedulesPaused } from './scheduled-scenes.ts'

export const sceneNames = [
  'proved',
  'mixed',
  'running',
  'many',
  'empty',
  'first-run',
  'locked',
  'unreachable',
  'read-only',
  'errors',
  'loading',
  'in-use',
  'ended',
  'lost',
  'chains',
  'many-points',
  'nobody-acts',
  'paused',
  'no-policies',
  'roles',
  'roles-damaged',
  'viewer',
] as const
export type SceneName = (typeof sceneNames)[number]

const folder = '/mnt/vault/holdfast'
const vaultId = idOf(9, 1)
const openVault = {
  state: 'open',
  folder,
  vaultId,
  name: 'holdfast',
  encryption: 'aes-256-gcm',
  keyFrom: 'keychain',
  isReadOnly: false,
} as const

const seeds = [
  { name: 'market_data', tier: 'core', bytes: 12_412_928, every: 7 * day, count: 8, label: 'weekly' },
  { name: 'property_data', tier: 'core', bytes: 38_273_024, every: 7 * day, count: 8, label: 'weekly' },
  { name: 'economic_data', tier: 'core', bytes: 6_230_016, every: 7 * day, count: 8, label: 'weekly' },
  { name: 'forecast_cache', tier: 'cache', bytes: 91_750_400, every: day, count: 7, label: 'daily' },
] as const

/** One database with its backups; the newest one is `newestAgo` old. */
function seeded(n: number, newestAgo: number, failed: readonly CheckName[] = [], isNotProved = false) {
  const seed = seeds[n % 4]!
  const backups = Array.from({ length: seed.count }, (_, k) =>
    backupOf({
      n: n * 100 + k,
      databaseId: idOf(1, n),
      database: seed.name,
      takenAt: ago(newestAgo + k * seed.every),
      sourceBytes: seed.bytes - k * 40_960,
      label: k === 2 ? 'preupdate' : k === 3 ? 'manual' : seed.label,
      ...(k === 0 ? { failed, isNotProved } : {}),
    }),
  )
  return { n, name: seed.name, tier: seed.tier, bytes: seed.bytes, backups }
}

const thisProgram = { isThisProgram: true, pid: 4711, hostName: 'db-host' }
const scheduled = { policies: presetPolicies, actedBy: thisProgram, paused: null }

function sceneOf(
  seedsOf: readonly Parameters<typeof databaseOf>[0][],
  part: Partial<Scene> = {},
  more: readonly ActivityEntry[] = [],
): Scene {
  const backups = seedsOf.flatMap((seed) => seed.backups).sort((a, b) => b.takenAt.localeCompare(a.takenAt))
  return {
    vault: openVault,
    ...scheduled,
    databases: registeredWith(seedsOf.map(databaseOf), presetPolicies),
    backups,
    jobs: [],
    activity: activityOf(backups, more),
    ...part,
  }
}

const quietDay = Array.from({ length: 9 }, (_, n) =>
  entry(n, {
    kind: n % 4 === 3 ? 'restore' : 'verify',
    startedAt: ago(n * 2.7 * hour + 20 * minute),
    databaseId: idOf(1, n % 4),
    database: seeds[n % 4]!.name,
    bytes: 4_000_000,
  }),
)

function provedScene(): Scene {
  return sceneOf(
    [seeded(0, 12 * minute), seeded(1, 3 * hour), seeded(2, 26 * hour), seeded(3, 5 * hour)],
    {},
    quietDay,
  )
}

function mixedScene(): Scene {
  const failures: readonly ActivityEntry[] = [
    entry(20, {
      kind: 'backup',
      result: 'failed',
      startedAt: ago(2 * hour),
      databaseId: idOf(1, 1),
      database: 'property_data',
      label: 'weekly',
      type: 'full',
      fault: { code: 'VAULT_FULL', path: folder, neededBytes: 10_600_000, freeBytes: 812_000 },
    }),
    entry(21, {
      kind: 'verify',
      result: 'failed',
      startedAt: ago(5 * hour),
      databaseId: idOf(1, 2),
      database: 'economic_data',
      fault: {
        code: 'BACKUP_DAMAGED',
        file: 'weekly/economic_data_weekly_20261121_070000.db.zst.enc',
        detail: 'page 212 of frame 3 has another hash',
      },
    }),
    entry(22, {
      kind: 'restore',
      result: 'cancelled',
      startedAt: ago(9 * hour),
      fault: { code: 'JOB_CANCELLED' },
    }),
  ]
  const archive = { n: 4, name: 'lease_archive', tier: 'archive', bytes: 4_096_000, backups: [] }
  const gone = { ...seeded(5, 30 * hour), n: 5, name: 'rent_rolls', tier: 'core', sourceExists: false }
  const unproved = { ...seeded(6, 40 * minute, [], true), n: 6, name: 'valuations' }
  const recovering = {
    ...seeded(7, 50 * hour),
    n: 7,
    name: 'scenario_cache',
    recoveryStartedAt: ago(30 * minute),
  }
  return sceneOf(
    [
      seeded(0, 12 * minute),
      { ...seeded(1, 7 * day), failedSince: ago(2 * hour) },
      seeded(2, 5 * hour, ['data_consistency', 'checksum_match']),
      seeded(3, 5 * hour),
      archive,
      gone,
      unproved,
      recovering,
    ],
    {},
    [...failures, ...quietDay],
  )
}

function jobOf(n: number, part: Partial<JobView>): JobView {
  return {
    id: idOf(3, n),
    kind: 'backup',
    state: 'running',
    isScheduled: false,
    databaseId: idOf(1, n % 4),
    database: seeds[n % 4]!.name,
    queuedAt: ago(40_000),
    startedAt: ago(30_000),
    progress: { step: 'reading pages', doneBytes: 31_457_280, totalBytes: 91_750_400 },
    bytesPerSecond: 118_000_000,
    timeLeftMs: 7400,
    ...part,
  }
}

function runningScene(): Scene {
  const jobs = [
    jobOf(3, { isScheduled: true }),
    jobOf(1, {
      kind: 'verify',
      progress: { step: 'proving', doneBytes: 9_000_000, totalBytes: 10_572_662 },
      timeLeftMs: 900,
    }),
    jobOf(0, {
      kind: 'restore',
      progress: { step: 'rebuilding beside the target', doneBytes: 2_000_000, totalBytes: null },
      bytesPerSecond: null,
      timeLeftMs: null,
    }),
    jobOf(2, {
      state: 'waiting',
      isScheduled: true,
      progress: { step: 'waiting', doneBytes: 0, totalBytes: null },
      bytesPerSecond: null,
      timeLeftMs: null,
    }),
    jobOf(9, {
      state: 'failed',
      endedAt: ago(5 * minute),
      startedAt: ago(6 * minute),
      fault: { code: 'SOURCE_LOCKED', path: '/srv/dcf/core/property_data.db', waitedMs: 5000 },
    }),
    jobOf(8, {
      state: 'done',
      endedAt: ago(8 * minute),
      startedAt: ago(8 * minute + 900),
      backupId: idOf(2, 0),
    }),
  ]
  const scene = provedScene()
  const databases = scene.databases.map((one) =>
    jobs.some((job) => job.databaseId === one.id && job.state === 'running')
      ? { ...one, state: 'running' as const, reason: { code: 'running' as const } }
      : one,
  )
  return { ...scene, databases, jobs }
}

const cities = [
  'new_york',
  'los_angeles',
  'chicago',
  'houston',
  'phoenix',
  'dallas',
  'seattle',
  'denver',
  'boston',
  'atlanta',
]

/** Ten thousand databases; their million backups are made up as they are asked for. */
function manyScene(): Scene {
  const made = Array.from({ length: 10_000 }, (_, n) => {
    const name = `${cities[n % 10]!}_${['rents', 'sales', 'taxes', 'permits'][n % 4]!}_${String(n).padStart(5, '0')}`
    const hasNone = n % 911 === 3
    const newest = backupOf({
      n: 100_000 + n,
      databaseId: idOf(1, n),
      database: name,
      takenAt: ago(((n * 7919) % 2880) * minute),
      sourceBytes: 400_000 + ((n * 104_729) % 90_000_000),
      failed: n % 1733 === 11 ? ['checksum_match'] : [],
      isNotProved: n % 57 === 5,
    })
    return databaseOf({
      n,
      name,
      tier: ['core', 'cache', 'archive'][n % 3]!,
      bytes: newest.sourceBytes,
      backups: hasNone ? [] : [newest],
      backupCount: hasNone ? 0 : 100,
      sourceExists: n % 2003 !== 17,
      failedSince: n % 1201 === 40 ? ago(3 * hour) : null,
    })
  })
  const databases = registeredWith(made, presetPolicies)
  const backups = databases
    .slice(0, 400)
    .flatMap(({ newestBackup }) => (newestBackup === null ? [] : [newestBackup]))
  return { ...scheduled, vault: openVault, databases, backups, jobs: [], activity: activityOf(backups) }
}

function endedScene(): Scene {
  const scene = provedScene()
  const reports = endedRestores(scene.backups.find(({ id }) => id === idOf(2, 0))!)
  const databases = scene.databases.map((one, n) =>
    n === 0 ? { ...one, recoveryStartedAt: ago(3 * minute) } : one,
  )
  return { ...scene, databases, reports, jobs: reports.map(({ job }) => job) }
}

/** The databases of the first scene, with a long chain of changes for property_data. */
function chainedScene(count: number, missing: number | null): Scene {
  const backups = chainedBackups(count, missing)
  const property = { n: 1, name: 'property_data', tier: 'core', bytes: 38_273_024, backups }
  return sceneOf([seeded(0, 12 * minute), property, seeded(2, 26 * hour), seeded(3, 5 * hour)], {}, quietDay)
}

const unreachable: VaultStatus = {
  state: 'unreachable',
  folder,
  vaultId,
  name: 'holdfast',
  fault: { code: 'VAULT_MISSING', path: folder },
}
const nothing: Scene = {
  ...scheduled,
  vault: openVault,
  databases: [],
  backups: [],
  jobs: [],
  activity: [],
}

const scenes: Readonly<Record<SceneName, () => Scene>> = {
  proved: provedScene,
  mixed: mixedScene,
  running: runningScene,
  many: manyScene,
  empty: () => nothing,
  'first-run': () => ({ ...nothing, vault: { state: 'none' } }),
  locked: () => ({
    ...nothing,
    vault: { state: 'locked', folder, vaultId, slots: ['passphrase', 'key_file', 'recovery_code'] },
  }),
  unreachable: () => ({ ...mixedScene(), vault: unreachable }),
  'read-only': () => ({ ...provedScene(), vault: { ...openVault, isReadOnly: true } }),
  errors: provedScene,
  loading: provedScene,
  'in-use': provedScene,
  ended: endedScene,
  lost: provedScene,
  chains: () => chainedScene(54, 31),
  'many-points': () => chainedScene(2000, null),
  roles: provedScene,
  'roles-damaged': provedScene,
  viewer: provedScene,
  'nobody-acts': () => withNobodyActing(provedScene()),
  paused: () => withSchedulesPaused(provedScene()),
  'no-policies': () => withoutPolicies(provedScene()),
}

/** The scene of a name. */
export function makeScene(name: SceneName): Scene {
  return scenes[name]()
}
