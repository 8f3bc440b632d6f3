import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { openCatalog } from '../../../main/operations/catalog/open-catalog.ts'
import { buildInventory } from '../../../main/operations/inventory/build-inventory.ts'
import { createCoalescedWriter } from '../../../main/operations/inventory/inventory-writer.ts'
import type { Timers } from '../../../main/operations/timers.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupOf, idOf, validationAt } from './record-samples.ts'

function handTimers(): Timers & { ring(): void } {
  const waiting = new Set<() => void>()
  return {
    after(_delayMs, callback) {
      waiting.add(callback)
      return () => waiting.delete(callback)
    },
    ring() {
      for (const callback of waiting) {
        waiting.delete(callback)
        callback()
      }
    },
  }
}

describe('the inventory', () => {
  it('has every database by name, with the newest of everything', () => {
    const catalog = openCatalog(path.join(tempFolder(), 'c.db'))
    catalog.databases.put({ id: idOf(1), name: 'one', tier: 'core', path: '/a', registeredAt: '2026-01-01' })
    catalog.databases.put({ id: idOf(3), name: 'new', tier: 'core', path: '/b', registeredAt: '2026-01-01' })
    catalog.backups.put(backupOf(1, 1, { sizeBytes: 1_500_000 }), null)
    catalog.backups.put(backupOf(1, 2, { sizeBytes: 500_000 }), null)
    catalog.backups.put(
      backupOf(2, 1, { database: 'ONE' }),
      validationAt('2026-05-01T00:00:00.000Z', 'failed'),
    )
    catalog.backups.putValidation(backupOf(1, 1).id, validationAt('2026-06-01T00:00:00.000Z', 'failed'))
    const at = '2026-07-01T00:00:00.000Z'
    const { backup_inventory: inventory } = buildInventory(catalog, at)
    catalog.close()
    expect(inventory).toMatchObject({ last_updated: at, total_backups: 3, total_size_gb: 0.002001 })
    expect(inventory.databases).toEqual({
      one: {
        latest_backup: backupOf(1, 2).takenAt,
        backup_count: 2,
        total_size_mb: 2,
        last_validated: '2026-06-01T00:00:00.000Z',
        validation_status: 'failed',
      },
      new: {
        latest_backup: null,
        backup_count: 0,
        total_size_mb: 0,
        last_validated: null,
        validation_status: 'not_validated',
      },
      // A database of the same name whose registration is gone is another one.
      'ONE (00000000)': expect.objectContaining({ backup_count: 1, validation_status: 'failed' }),
    })
  })

  it('is written once for many changes, and always once more for a change while it is written', async () => {
    const timers = handTimers()
    const gates: (() => void)[] = []
    let written = 0
    const writer = createCoalescedWriter(timers, () => {
      written += 1
      return new Promise((resolve) => gates.push(resolve))
    })
    for (let n = 0; n < 100; n += 1) writer.touch()
    expect(written).toBe(0)
    timers.ring()
    await Promise.resolve()
    expect(written).toBe(1)
    writer.touch()
    const closed = writer.close()
    gates.shift()!()
    await new Promise((resolve) => void setImmediate(resolve))
    expect(written).toBe(2)
    gates.shift()!()
    await closed
    writer.touch()
    timers.ring()
    expect(written).toBe(2)
  })
})
