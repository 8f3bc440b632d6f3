import fs from 'node:fs'
import path from 'node:path'

import {
  createVault,
  listPolicies,
  saveRegistration,
  savePolicy,
  takeSystem,
  unlockVault,
  type SystemBackupOutcome,
  type SystemBackupRequest,
  type VaultAccess,
} from '../../main/engine/engine.ts'
import type { DatabaseRecord } from '../../shared/domain/database-record.ts'
import type { Policy } from '../../shared/domain/policies/policy.ts'
import type { SystemArchive } from '../../shared/domain/system-archive.ts'
import { buildDatabase } from './database-builder.ts'
import { compressedForm, encryptedForm, quietRun, realPorts } from './engine-vault.ts'

/** A vault with registered databases and a policy. */
export interface SystemScene {
  readonly folder: string
  readonly vault: VaultAccess
  readonly records: readonly DatabaseRecord[]
  readonly policy: Policy
}

const takenAt = '2026-11-01T08:00:00.000Z'

function policyOf(id: string): Policy {
  const nothing = { days: 0, newest: 1, daily: 0, weekly: 8, monthly: 0, yearly: 0, fulls: 1 }
  return {
    id,
    name: 'Weekly',
    scope: 'databases',
    tiers: ['core'],
    timeZone: 'Europe/Berlin',
    schedules: [],
    retention: { ...nothing, preUpdateDays: 30, schemas: 3 },
    priority: 5,
    destinations: [],
    isEnabled: true,
  }
}

/** A new vault in `folder/vault`, and a small database of its own for each name. */
export async function systemScene(
  folder: string,
  names: readonly string[],
  encryption: 'passphrase' | 'none' = 'none',
): Promise<SystemScene> {
  const secret = { kind: 'passphrase', passphrase: 'open it please' } as const
  const made = await createVault(realPorts, path.join(folder, 'vault'), encryption === 'none' ? [] : [secret])
  const vault = encryption === 'none' ? made.access : await unlockVault(made.facts, secret)
  const policy = policyOf(realPorts.ids.newId())
  await savePolicy(realPorts, vault.folder, policy)
  const records: DatabaseRecord[] = []
  for (const [at, name] of names.entries()) {
    const file = path.join(folder, `${name}.db`)
    buildDatabase(file, { rows: 40 + at * 10 })
    const record = {
      id: realPorts.ids.newId(),
      name,
      tier: 'core',
      path: file,
      registeredAt: takenAt,
      policyId: policy.id,
      policySince: takenAt,
    }
    records.push(record)
    await saveRegistration(realPorts, vault.folder, record)
  }
  return { folder, vault, records, policy }
}

/** An order to take everything in a scene. */
export function systemRequest({ vault, records }: SystemScene, level = 3): SystemBackupRequest {
  return {
    vault,
    databases: records.map((record) => ({ record, lastFullBytes: null })),
    stored: vault.vaultKey === null ? compressedForm : encryptedForm,
    compressionLevel: level,
    threads: 0,
    fullCheckLimitBytes: 2 ** 50,
    fingerprintLimitBytes: 256 << 20,
    lockWaitMs: 2000,
    slotAt: null,
  }
}

/** Takes everything in a scene; throws what `takeSystem` throws. */
export function takeScene(scene: SystemScene, ports = realPorts): Promise<SystemBackupOutcome> {
  return takeSystem(ports, systemRequest(scene), quietRun())
}

/** The absolute path of an archive. */
export function archivePath(scene: SystemScene, archive: Pick<SystemArchive, 'file'>): string {
  return path.join(scene.vault.folder, archive.file)
}

/** An order to read an archive of a scene. */
export function archiveOrder(scene: SystemScene, archive: SystemArchive) {
  return { vault: scene.vault, path: archivePath(scene, archive), recorded: archive, threads: 0 }
}

/** The names of policies that a folder holds as a vault. */
export async function policyNames(folder: string): Promise<readonly string[]> {
  return (await listPolicies(realPorts, folder)).records.map(({ name }) => name)
}

/** Every file below a vault's `monthly`, hidden ones too. */
export function monthlyFiles({ vault }: Pick<SystemScene, 'vault'>): readonly string[] {
  return fs.readdirSync(path.join(vault.folder, 'monthly')).sort()
}
