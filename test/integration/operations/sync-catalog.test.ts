import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import {
  createVault,
  inVault,
  saveRegistration,
  saveValidation,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { openCatalog, type Catalog } from '../../../main/operations/catalog/open-catalog.ts'
import { syncCatalog } from '../../../main/operations/catalog/sync-catalog.ts'
import { appendToDailyLog } from '../../../main/operations/daily-log/daily-log.ts'
import { buildInventory } from '../../../main/operations/inventory/build-inventory.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupOf, entryOf, idOf, validationAt } from '../../unit/operations/record-samples.ts'

const ports = nodePorts(silentLogger)
const opened: Catalog[] = []

async function vaultAndCatalog(): Promise<{ access: VaultAccess; catalog: Catalog }> {
  const folder = tempFolder('sync')
  const { access } = await createVault(ports, path.join(folder, 'vault'), [])
  const catalog = openCatalog(path.join(folder, 'catalog.db'))
  opened.push(catalog)
  await saveRegistration(ports, access.folder, record(1))
  await syncCatalog(ports, access, catalog)
  return { access, catalog }
}

const registeredAt = '2026-01-01T00:00:00.000Z'
const record = (n: number) => ({
  id: idOf(n),
  name: `database_${n}`,
  tier: 'core',
  path: `/data/${n}`,
  registeredAt,
})

afterEach(() => {
  for (const catalog of opened.splice(0)) catalog.close()
})

/** So far in the past that a folder's modification time is trusted. */
function settle(folder: string): void {
  const past = new Date(Date.now() - 60_000)
  fs.utimesSync(folder, past, past)
}

describe('syncing the catalog with the vault', () => {
  it('forgets nothing when the vault is gone', async () => {
    const { access, catalog } = await vaultAndCatalog()
    catalog.backups.put(backupOf(1, 1), null)
    fs.renameSync(access.folder, `${access.folder} unplugged`)
    const gone = await syncCatalog(ports, access, catalog).catch((error: unknown) => faultOf(error)?.code)
    expect(gone).toBe('VAULT_MISSING')
    expect(catalog.databases.names()).toEqual(['database_1'])
    expect(catalog.backups.totalsOfAll().backupCount).toBe(1)
    // The folder of an unmounted drive is there, and empty.
    fs.mkdirSync(access.folder)
    const empty = await syncCatalog(ports, access, catalog).catch((error: unknown) => faultOf(error)?.code)
    expect(empty).toBe('VAULT_MISSING')
    expect(catalog.databases.names()).toEqual(['database_1'])
  })

  it('forgets what was removed from a vault that is there', async () => {
    const { access, catalog } = await vaultAndCatalog()
    catalog.backups.put(backupOf(1, 1), null)
    fs.rmSync(inVault(access.folder, `.holdfast/databases/${idOf(1)}.json`))
    const report = await syncCatalog(ports, access, catalog)
    expect(report).toMatchObject({ removed: 1, isChanged: true })
    expect(catalog.databases.names()).toEqual([])
    expect(catalog.backups.totalsOfAll().backupCount).toBe(0)
  })

  it('keeps a backup that is stored while the folder is listed', async () => {
    const { access, catalog } = await vaultAndCatalog()
    const files: typeof ports.files = {
      ...ports.files,
      async list(folder) {
        const names = await ports.files.list(folder)
        // Just after the list was read, another job of this process stored its backup.
        if (folder.endsWith('manual')) catalog.backups.put(backupOf(1, 5), null)
        return names
      },
    }
    await syncCatalog({ ...ports, files }, access, catalog)
    expect(catalog.backups.totalsOfAll().backupCount).toBe(1)
  })

  it('lists no folder that did not change', async () => {
    const { access, catalog } = await vaultAndCatalog()
    for (const relative of [
      '.holdfast/databases',
      'manual',
      'daily',
      'weekly',
      'monthly',
      'pre_update',
      'continuous',
    ]) {
      settle(inVault(access.folder, relative))
    }
    await syncCatalog(ports, access, catalog)
    const listed: string[] = []
    const files: typeof ports.files = {
      ...ports.files,
      list(folder) {
        listed.push(path.relative(access.folder, folder))
        return ports.files.list(folder)
      },
    }
    await syncCatalog({ ...ports, files }, access, catalog)
    expect(listed).toEqual([])
    await saveRegistration(ports, access.folder, record(2))
    await syncCatalog({ ...ports, files }, access, catalog)
    expect(listed).toEqual([path.join('.holdfast', 'databases')])
    expect(catalog.databases.names()).toHaveLength(2)
  })

  it('takes the history in from the logs, also after everything was forgotten', async () => {
    const { access, catalog } = await vaultAndCatalog()
    for (let day = 1; day <= 5; day += 1) {
      await appendToDailyLog(access.folder, `2026-01-0${day}T12:00:00.000Z`, entryOf(day))
    }
    await syncCatalog(ports, access, catalog)
    await appendToDailyLog(access.folder, '2026-01-05T13:00:00.000Z', entryOf(6))
    await syncCatalog(ports, access, catalog)
    const all = { onlyFailures: false, offset: 0, limit: 100 }
    const known = catalog.history.page(all)
    expect(known.total).toBe(6)
    catalog.forgetAll()
    await syncCatalog(ports, access, catalog)
    expect(catalog.history.page(all)).toEqual(known)
    expect(catalog.databases.names()).toEqual(['database_1'])
  })

  it('does not know a verdict whose record can not be read, until it is written again', async () => {
    const { access, catalog } = await vaultAndCatalog()
    const backup = backupOf(1, 1)
    settle(inVault(access.folder, 'manual'))
    await syncCatalog(ports, access, catalog)
    // Known from here on, and its folder not looked at again.
    catalog.backups.put(backup, null)
    const verify = (n: number): Promise<unknown> =>
      appendToDailyLog(
        access.folder,
        backup.takenAt,
        entryOf(n, { kind: 'verify', backupId: backup.id, startedAt: backup.takenAt }),
      )
    let round = 100
    const later = validationAt('2026-06-01T00:00:00.000Z')
    const file = inVault(access.folder, `.holdfast/validations/${backup.id}.json`)
    for (const content of ['', '{}', '{"formatVersion":1,"validation":{"status":"passed"}}', null]) {
      fs.rmSync(file, { force: true })
      if (content === null) fs.mkdirSync(file)
      else fs.writeFileSync(file, content)
      await verify((round += 1))
      await syncCatalog(ports, access, catalog)
      const known = catalog.backups.get(backup.id)?.lastValidation
      expect(known, String(content)).toMatchObject({ status: 'not_known', checkedAt: null })
      expect(known?.checks.checksum_match.detail).toBe('the record of its latest verification can’t be read')
      expect(catalog.backups.newestPassed(idOf(1), 5)).toEqual([])
      expect(catalog.backups.newestCheckOf(idOf(1))).toBeNull()
      expect(buildInventory(catalog, backup.takenAt).backup_inventory.databases).toMatchObject({
        database_1: { last_validated: null, validation_status: 'not_validated' },
      })
      fs.rmSync(file, { recursive: true })
      await saveValidation(ports, access.folder, backup.id, later)
      await verify((round += 1))
      await syncCatalog(ports, access, catalog)
      expect(catalog.backups.get(backup.id)?.lastValidation).toEqual(later)
    }
  })
})
