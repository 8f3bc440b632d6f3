import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import {
  checkNames,
  concludeValidation,
  type CheckName,
  type CheckOutcome,
} from '../../../shared/domain/validation.ts'
import {
  listRegistrations,
  listValidations,
  removeRegistration,
  removeValidation,
  replaceFile,
  saveRegistration,
  saveValidation,
} from '../../../main/engine/engine.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import { faultyFileSystem } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const registration: DatabaseRecord = {
  id: '5f1c0a52-1d0c-4a0e-9d0a-0f2b7f6f3a11',
  name: 'market_data',
  tier: 'core',
  path: '/srv/with "quotes"\nand a newline/märket 😀.db',
  registeredAt: '2025-01-29T14:30:22.000Z',
}

const validation = concludeValidation(
  '2025-01-29T14:30:22.123Z',
  Object.fromEntries(
    checkNames.map((name) => [name, { status: 'passed', detail: `all of ${name}`, durationMs: 3 }]),
  ) as unknown as Record<CheckName, CheckOutcome>,
  { extent: 'full', root: 'ab'.repeat(32), checkedAt: '2025-01-29T14:30:21.000Z' },
)

describe('small records of a vault', () => {
  it('keep registrations', async () => {
    const { folder } = await newVault(tempFolder('records'), 'none')
    await saveRegistration(realPorts, folder, registration)
    expect(await listRegistrations(realPorts, folder)).toEqual({ records: [registration], damaged: [] })
    const resting = { ...registration, recoveryStartedAt: '2025-02-01T00:00:00.000Z' }
    await saveRegistration(realPorts, folder, resting)
    expect(await listRegistrations(realPorts, folder)).toEqual({ records: [resting], damaged: [] })
    await removeRegistration(realPorts, folder, registration.id)
    await removeRegistration(realPorts, folder, registration.id)
    expect(await listRegistrations(realPorts, folder)).toEqual({ records: [], damaged: [] })
  })

  it('keep validations', async () => {
    const { folder } = await newVault(tempFolder('records'), 'none')
    await saveValidation(realPorts, folder, registration.id, validation)
    const listed = await listValidations(realPorts, folder)
    expect(listed).toEqual({ validations: new Map([[registration.id, validation]]), damaged: [] })
    await removeValidation(realPorts, folder, registration.id)
    expect((await listValidations(realPorts, folder)).validations.size).toBe(0)
  })

  it('name what is damaged, and give the rest', async () => {
    const { folder } = await newVault(tempFolder('records'), 'none')
    await saveRegistration(realPorts, folder, registration)
    const place = path.join(folder, '.holdfast/databases')
    const whole = fs.readFileSync(path.join(place, `${registration.id}.json`), 'utf8')
    const bad = [
      '',
      '{',
      '[]',
      'null',
      '{"id": 5}',
      whole.replace('"name"', '"nom"'),
      whole.replace('1', '99'),
      '\xff',
    ]
    for (const [n, content] of bad.entries()) {
      fs.writeFileSync(path.join(place, `00000000-0000-4000-8000-00000000000${n}.json`), content, 'latin1')
    }
    fs.writeFileSync(path.join(place, 'copy of it.json'), whole)
    const { records, damaged } = await listRegistrations(realPorts, folder)
    expect(records).toEqual([registration])
    expect(damaged).toHaveLength(bad.length + 1)
  })

  it('are wholly the old or wholly the new when the program dies at any change', async () => {
    const { folder } = await newVault(tempFolder('records'), 'none')
    const next = { ...registration, tier: 'cache' }
    for (let at = 1; ; at += 1) {
      await saveRegistration(realPorts, folder, registration)
      const files = faultyFileSystem({ kind: 'kill', at })
      await saveRegistration({ ...realPorts, files }, folder, next).catch(() => undefined)
      const { records, damaged } = await listRegistrations(realPorts, folder)
      expect(damaged).toEqual([])
      expect([registration, next]).toContainEqual(records[0])
      if (files.hasStruck()) continue
      expect(records).toEqual([next])
      return
    }
  })

  it('are replaced durably: written, flushed, renamed, and the folder flushed, in this order', async () => {
    const folder = tempFolder('records')
    const calls: string[] = []
    const files: typeof realPorts.files = {
      ...realPorts.files,
      async open(file, mode) {
        const open = await realPorts.files.open(file, mode)
        return {
          ...open,
          write: (bytes, position) => (calls.push('write'), open.write(bytes, position)),
          sync: () => (calls.push('flush'), open.sync()),
          close: () => (calls.push('close'), open.close()),
        }
      },
      rename: (from, to) => (calls.push('rename'), realPorts.files.rename(from, to)),
      syncFolder: (place) => (calls.push('flush folder'), realPorts.files.syncFolder(place)),
    }
    await replaceFile({ ...realPorts, files }, path.join(folder, 'a.json'), 'new')
    expect(calls).toEqual(['write', 'flush', 'close', 'rename', 'flush folder'])
  })
})
