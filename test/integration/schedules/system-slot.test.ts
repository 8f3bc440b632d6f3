import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { listSlotLedgers, saveSlotLedger } from '../../../main/engine/engine.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import { listSystem } from '../../../main/operations/system/list-system.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { realPorts } from '../../support/engine-vault.ts'
import {
  closeRigs,
  makePolicy,
  policyOf,
  schedulingRig,
  testClock,
  type SchedulingRig,
} from '../../support/schedules/scheduling-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

afterEach(closeRigs)

async function slotsOf({ operations }: SchedulingRig): Promise<readonly (string | null)[]> {
  return (await listSystem(operations)).archives.map(({ slotAt }) => slotAt)
}

describe('the complete system of a policy', () => {
  it('is taken on its day, and not again where only its end was not told', async () => {
    const folder = tempFolder('system-slot')
    const clock = testClock('2026-11-30T09:00:00.000Z')
    const file = path.join(folder, 'market_data.db')
    buildDatabase(file, { rows: 10 })
    const rig = await schedulingRig(clock, folder)
    await registerDatabases(rig.operations, { paths: [file] })
    const policy = await makePolicy(rig, { ...policyOf('0 8 1 * *'), name: 'All', scope: 'system' })
    await rig.look()
    expect(await slotsOf(rig)).toEqual([])
    const slotAt = '2026-12-01T08:00:00.000Z'
    clock.set('2026-12-01T08:00:01.000Z')
    await rig.look()
    expect(await slotsOf(rig)).toContain(slotAt)
    const taken = (await slotsOf(rig)).length
    await rig.close()

    // As a program leaves it that dies right after the archive was published.
    const vault = path.join(folder, 'vault')
    const ledger = (await listSlotLedgers(realPorts, vault)).records.find(({ id }) => id === policy.id)!
    const claimedAt = '2026-12-01T08:00:01.000Z'
    const slots = ledger.slots.map((slot) => ({ ...slot, open: { slotAt, attempt: 1, claimedAt } }))
    await saveSlotLedger(realPorts, vault, { ...ledger, slots })
    clock.set('2026-12-01T08:10:00.000Z')
    const again = await schedulingRig(clock, folder)
    await again.look()
    expect(await slotsOf(again)).toHaveLength(taken)
  })
})
