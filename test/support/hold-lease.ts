import { takeLease } from '../../main/engine/engine.ts'
import { nodePorts, silentLogger } from '../../main/engine/ports/node-ports.ts'

const [, , folder = '', name = ''] = process.argv
const lease = await takeLease(nodePorts(silentLogger), folder, { name, purpose: 'test' })
process.send?.(lease === null ? 'refused' : 'held')
setInterval(() => undefined, 1000)
