import { createHash } from 'node:crypto'

import { isTaggedProcessAlive, newProcessTag, type Ports } from '../../engine/engine.ts'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

function shortIdOf({ machine }: Ports): string {
  return createHash('sha256').update(machine.installation).digest('hex').slice(0, 8)
}

/** A new name for a folder of images, after this machine and this process. */
export function imageFolderName(ports: Ports): string {
  return `${shortIdOf(ports)}-${newProcessTag(ports)}`
}

const pattern = /^([0-9a-f]{8})-(.+)$/

/**
 * Whether a folder of that name, last changed at `modifiedAtMs`, has lost its process. Where the process can't be asked after, it has when
 * this machine was started anew since, or when nothing was done there for an hour, on another machine for a week: an image that is
 * removed too early is made again.
 */
export function isAbandonedFolder(ports: Ports, name: string, modifiedAtMs: number): boolean {
  const [, installation, tag] = pattern.exec(name) ?? []
  if (installation === undefined || tag === undefined) return false
  const isAlive = isTaggedProcessAlive(ports.machine, tag)
  if (isAlive !== null) return !isAlive
  const isHere = installation === shortIdOf(ports)
  const { bootedAtMs } = ports.machine
  if (isHere && bootedAtMs !== null && modifiedAtMs < bootedAtMs) return true
  return ports.clock.now() - modifiedAtMs > (isHere ? hourMs : weekMs)
}
