import type { TargetState } from '../../../shared/domain/restore-plan.ts'
import type { Ports } from '../ports/ports.ts'
import { hasForeignLock } from './locks-on.ts'
import { probeContent, type ProbedContent } from './probe-content.ts'
import { resolveInNewFolder, resolveTarget, type ResolvedTarget } from './resolve-target.ts'
import { sidecarsOf } from './sidecars.ts'
import { whoHasOpen, type FileIdentity, type OpenedBy } from './who-has-open.ts'

/** The files at a target, and the other processes that have one of them open. */
export interface TargetFiles {
  readonly sidecars: readonly string[]
  readonly identities: readonly FileIdentity[]
}

/** The database file and its sidecars, as far as they are there. */
export async function findTargetFiles(ports: Ports, target: ResolvedTarget): Promise<TargetFiles> {
  const sidecars: string[] = []
  const identities: FileIdentity[] = target.facts === null ? [] : [target.facts]
  for (const file of sidecarsOf(target.path)) {
    const facts = await ports.files.stat(file)
    if (facts === null) continue
    sidecars.push(file)
    identities.push(facts)
  }
  return { sidecars, identities }
}

/** Other processes that have the target or a file beside it open now; null: not known on this system. */
export async function whoHasTargetOpen(
  ports: Ports,
  target: ResolvedTarget,
): Promise<readonly OpenedBy[] | null> {
  const facts = await ports.files.stat(target.path)
  const files = await findTargetFiles(ports, { ...target, facts })
  return whoHasOpen(files.identities, ports.machine.pid)
}

const nothingThere: ProbedContent = { content: 'none', isLocked: false }

/**
 * What is at a restore's target now. Changes nothing, keeps nothing open, takes no lock that a writer would notice; quick
 * whatever the file's size. Must not be called where this process holds a lock on the file. Throws FaultError as
 * `resolveTarget` does, and TARGET_NOT_PERMITTED when the file can't be read. `makesFolder`: its folder is made before it is written.
 */
export async function inspectTarget(
  ports: Ports,
  targetPath: string,
  { makesFolder = false }: { readonly makesFolder?: boolean } = {},
): Promise<TargetState> {
  const target = await (makesFolder ? resolveInNewFolder : resolveTarget)(ports, targetPath)
  const { sidecars, identities } = await findTargetFiles(ports, target)
  const openedBy = await whoHasOpen(identities, ports.machine.pid)
  const hasLock = await hasForeignLock(identities, ports.machine.pid)
  const probed = target.facts === null ? nothingThere : await probeContent(ports, target)
  return {
    path: target.path,
    exists: target.facts !== null,
    sizeBytes: target.facts?.sizeBytes ?? 0,
    modifiedAt: target.facts === null ? null : new Date(target.facts.modifiedAt).toISOString(),
    content: probed.content,
    openedBy,
    isLocked: hasLock || probed.isLocked,
    sidecars,
  }
}
