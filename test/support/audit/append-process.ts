import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import { appendEntries, type VaultAccess } from '../../../main/engine/engine.ts'
import { draftOf, range } from './sample-log.ts'

// A program that writes entries into a log, one after the other, and says which are durable. Arguments: the access as JSON, its name, how many.
const [, , given = '{}', user = '', count = '0'] = process.argv
const access = JSON.parse(given) as VaultAccess
for (const n of range(1, Number(count))) {
  const draft = draftOf(n, { user, actId: `${user}-${n}`, kind: 'result', result: 'done' })
  await appendEntries(nodePorts(silentLogger), access, () => Promise.resolve([{ draft, writtenAt: null }]))
  process.send?.(`${user}-${n}`)
}
process.disconnect()
