import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { proveDetection, type DetectionRequest } from '../../../main/engine/engine.ts'
import { corruptedParts, corruptionKinds } from '../../../shared/domain/drills/detection.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Every file of a folder with its bytes. */
function contentOf(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => `${file} ${fs.readFileSync(file).toString('base64')}`)
}

it('every kind of corruption in every part of a copy is found where it should be; the vault stays as it was', async () => {
  const folder = tempFolder('detection')
  const source = path.join(folder, 'market_data.db')
  buildDatabase(source, { rows: 200 })
  const vault = await newVault(folder, 'key_file')
  const full = await storedBackup(backupOf(vault, source, { threads: 0 }))
  const db = new Database(source)
  db.exec('UPDATE series SET value = value + 1 WHERE id % 7 = 0')
  db.close()
  const change = await storedBackup(backupOf(vault, source, { threads: 0, ...basedOn(full) }))
  const before = contentOf(vault.folder)
  const request = {
    vault,
    manifestFile: manifestFileOf(change),
    backupId: change.id,
    databaseId: change.databaseId,
    database: change.database,
    scratchFolder: path.join(folder, 'scratch'),
    scratchLimitBytes: 2 ** 40,
    lastValidation: change.validation,
    threads: 0,
  }
  const show = (wish: Pick<DetectionRequest, 'kind' | 'part' | 'chance'>, limit = 2 ** 40) =>
    proveDetection(realPorts, { ...request, scratchLimitBytes: limit, ...wish }, quietRun())
  let chance = 0.07
  for (const kind of corruptionKinds) {
    for (const part of corruptedParts) {
      chance = (chance + 0.37) % 1
      const report = await show({ kind, part, chance })
      expect([kind, part, report.foundAt]).toEqual([kind, part, report.expectedAt])
      expect(report.before.every(({ status }) => status === 'passed' || status === 'not_applicable')).toBe(
        true,
      )
    }
  }
  await expect(show({ kind: 'bit', part: 'payload', chance }, 4096)).rejects.toMatchObject({
    fault: { code: 'DETECTION_NOT_SHOWN', isPlanted: false },
  })
  expect(contentOf(vault.folder)).toEqual(before)
  expect(fs.existsSync(request.scratchFolder)).toBe(false)
})
