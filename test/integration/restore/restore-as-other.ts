import { readFileSync } from 'node:fs'

import type { RestoreRequest } from '../../../main/engine/engine-types.ts'
import { restoreDatabase } from '../../../main/engine/restore/restore-database.ts'
import { quietRun, realPorts } from '../../support/engine-vault.ts'

const request = JSON.parse(readFileSync(0, 'utf8')) as RestoreRequest
try {
  const { validation } = await restoreDatabase(realPorts, request, quietRun())
  console.log(`done ${validation.status}`)
} catch (error) {
  console.log(String((error as { fault?: { code: string } }).fault?.code ?? error))
}
