import { takeLease } from '../../main/engine/engine.ts'
import { nodePorts, silentLogger } from '../../main/engine/ports/node-ports.ts'

// A program that holds a lease until it is killed. Arguments: the vault’s folder, the lease’s name, ids of backups that it reads.
const [, , folder = '', name = '', ...reads] = process.argv
const lease = await takeLease(nodePorts(silentLogger), folder, { name, purpose: 'test', reads })
process.send?.(lease === null ? 'refused' : 'held')
setInterval(() => undefined, 1000)
