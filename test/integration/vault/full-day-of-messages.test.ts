import fs from 'node:fs'
import path from 'node:path'

import { expect, it } from 'vitest'

import { addMessageRecord, listMessageRecords } from '../../../main/engine/engine.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const warning: MessageRecord = {
  id: 'a/1/0/0',
  channel: 'mail',
  state: 'waiting',
  detail: 'x'.repeat(500_000),
  nextAt: null,
  missed: [],
  at: '2026-11-28T04:00:00.000Z',
  kind: 'storage_capacity',
  severity: 'WARNING',
  roles: ['system_admin'],
  receivers: [],
  alertCount: 1,
}
const grave: MessageRecord = { ...warning, severity: 'CRITICAL', kind: 'backup_failed' }

it('a full day of messages says how many are not recorded, and still records grave ones', async () => {
  const { folder } = await newVault(tempFolder('full-day'), 'none')
  const add = (record: MessageRecord) => addMessageRecord(realPorts, folder, record)
  let kept = 0
  while (await add(warning)) kept += 1
  expect(await add({ ...warning, id: 'b/1/0/0' })).toBe(false)
  expect(await add(grave)).toBe(true)
  const records = await listMessageRecords(realPorts, folder, 100)
  expect(records).toHaveLength(kept + 2)
  expect(records[0]).toMatchObject({
    id: 'b/1/0/0',
    state: 'not_recorded',
    detail: 'The record of this day was full: 2 lines of it are not there, this one last.',
  })
  expect(records[1]).toMatchObject({ severity: 'CRITICAL' })

  let graves = 1
  while (await add(grave)) graves += 1
  expect(graves).toBeGreaterThan(4)
  expect((await listMessageRecords(realPorts, folder, 1))[0]?.detail).toContain('3 lines')

  // The next day has its own room, and what is 400 days old goes with its rest.
  expect(await add({ ...warning, at: '2026-11-29T00:00:00.000Z' })).toBe(true)
  expect((await listMessageRecords(realPorts, folder, 1))[0]?.state).toBe('waiting')
  expect(await add({ ...warning, at: '2028-11-29T00:00:00.000Z' })).toBe(true)
  expect(fs.readdirSync(path.join(folder, '.holdfast', 'messages'))).toEqual(['20281129.jsonl'])
})
