import type { Client } from '../../../shared/contract/contract.ts'
import { readRecoveryCode } from '../../../shared/domain/keys/recovery-code.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { VaultStatus } from '../../../shared/domain/views.ts'
import { sampleAccess } from './sample-access.ts'
import { sampleAlerts, sampleHealth } from './sample-alerts.ts'
import { sampleAudit } from './sample-audit.ts'
import { sampleCompliance } from './sample-compliance.ts'
import { sampleChannels } from './sample-channels.ts'
import { sampleArchives } from './sample-archives.ts'
import { sampleBackups } from './sample-backups.ts'
import { sampleDatabases } from './sample-databases.ts'
import { sampleKeys, sampleKit } from './sample-keys.ts'
import { sampleObjectives } from './sample-objectives.ts'
import { sampleDrills } from './sample-drills.ts'
import { samplePolicies } from './sample-policies.ts'
import { sampleSchedules } from './sample-schedules.ts'
import { sampleRetention } from './sample-retention.ts'
import { samplePoints } from './sample-points.ts'
import { sampleTimeline } from './sample-timeline.ts'
import { sampleSystem } from './sample-system.ts'
import { newSampleStore, SampleFault, type SampleStore } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

/** A client of the contract that answers from memory, and the store behind it. */
export interface SampleBackend {
  readonly client: Client
  readonly store: SampleStore
}

/** The backend of a scene. */
export function sampleBackend(name: SceneName, stepMs?: number): SampleBackend {
  const store = newSampleStore(name, stepMs)
  const alerts = sampleAlerts(store)
  const client: Client = {
    system: sampleSystem(store),
    vault: sampleVault(store),
    access: sampleAccess(store, name),
    databases: sampleDatabases(store),
    ...sampleBackups(store, name),
    points: samplePoints(store),
    policies: samplePolicies(store),
    schedules: sampleSchedules(store),
    retention: sampleRetention(store),
    timeline: sampleTimeline(store, name),
    archives: sampleArchives(store, name),
    health: sampleHealth(store),
    drills: sampleDrills(store, name),
    alerts: alerts.alerts,
    channels: sampleChannels(store, alerts),
    objectives: sampleObjectives(store),
    audit: sampleAudit(name),
    compliance: sampleCompliance(),
    keys: sampleKeys(store),
    kit: sampleKit(),
  }
  if (name === 'errors')
    return { client: refusing(client, { code: 'UNEXPECTED', reference: '7F3A-19' }), store }
  return { client: name === 'loading' ? waiting(client) : client, store }
}

function sampleVault(store: SampleStore): Client['vault'] {
  const become = (vault: VaultStatus): VaultStatus => {
    store.scene = { ...store.scene, vault }
    store.hub.tell({ topic: 'vault', status: vault })
    return vault
  }
  const open = (folder: string): VaultStatus => ({
    state: 'open',
    folder,
    vaultId: '90000000-0000-4000-8000-000000000001',
    name: folder.slice(folder.lastIndexOf('/') + 1),
    encryption: 'aes-256-gcm',
    keyFrom: 'keychain',
    isReadOnly: false,
  })
  return {
    status: async () => store.scene.vault,
    recent: async () => [
      {
        folder: '/mnt/vault/holdfast',
        vaultId: '90000000-0000-4000-8000-000000000001',
        openedAt: new Date(Date.now() - 7_200_000).toISOString(),
        isReachable: true,
      },
      {
        folder: '/media/usb/backups',
        vaultId: '90000000-0000-4000-8000-000000000002',
        openedAt: new Date(Date.now() - 86_400_000).toISOString(),
        isReachable: false,
      },
    ],
    create: async ({ folder }) => {
      if (folder.includes('full')) throw new SampleFault({ code: 'VAULT_FOLDER_NOT_EMPTY', path: folder })
      return become(open(folder))
    },
    open: async ({ folder }) => {
      if (store.scene.vault.state === 'unreachable')
        throw new SampleFault({ code: 'VAULT_MISSING', path: folder })
      return become(open(folder))
    },
    unlock: async ({ key }) => {
      if (key.kind === 'passphrase' && key.passphrase !== 'correct horse')
        throw new SampleFault({ code: 'KEY_WRONG', path: '/mnt/vault/holdfast' })
      const read = key.kind === 'recovery_code' ? readRecoveryCode(key.code) : null
      if (read?.kind === 'mistyped') throw new SampleFault({ ...read, code: 'RECOVERY_CODE_MISTYPED' })
      return become(open('/mnt/vault/holdfast'))
    },
    close: async () => become({ state: 'none' }),
    rebuild: async () => ({
      databases: store.scene.databases.length,
      backups: store.scene.backups.length,
      damaged: [],
      faults: [],
    }),
  }
}

/** What stays answered when everything else is not: a window must know its host to show anything. */
const always: ReadonlySet<string> = new Set(['status', 'info', 'settings', 'watch'])

function changed(client: Client, answer: (name: string) => Promise<never>): Client {
  const branches = Object.entries(client).map(([branch, procedures]) => [
    branch,
    Object.fromEntries(
      Object.entries(procedures).map(([name, procedure]) => [
        name,
        always.has(name) ? procedure : () => answer(name),
      ]),
    ),
  ])
  return Object.fromEntries(branches) as Client
}

function refusing(client: Client, fault: Fault): Client {
  return changed(client, () => Promise.reject(new SampleFault(fault)))
}

function waiting(client: Client): Client {
  return changed(client, () => new Promise<never>(() => undefined))
}
