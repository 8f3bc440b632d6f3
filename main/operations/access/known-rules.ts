import { openAccess, type AccessRules } from '../../../shared/domain/access/access-rules.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { errnoOf, inVault, readAccess, vaultPaths, type VaultAccess } from '../../engine/engine.ts'
import { rememberRules, rulesIn } from '../catalog/access-memory.ts'
import type { MarkRows } from '../catalog/mark-rows.ts'
import { withinLimit } from '../within-limit.ts'
import type { World } from '../world.ts'

/** Who may do what in a vault, as far as it is known. */
export interface KnownRules {
  /** With a problem: what this machine saw last, or what holds where nobody said anything. */
  readonly rules: AccessRules
  /** Why they are not to be believed. */
  readonly problem: Fault | null
  /** Whether this machine saw rules in this vault, now or before. */
  readonly isSeen: boolean
}

/** The mount point of an unplugged drive is an empty folder: that says nothing of who may do what. */
async function isVaultThere({ ports }: World, folder: string): Promise<boolean> {
  return ports.files.stat(inVault(folder, vaultPaths.vaultFile)).then(
    (facts) => facts !== null,
    () => false,
  )
}

/** A file system that has not answered by then says nothing of who may do what. */
const answerLimitMs = 5000
/** Vaults that did not answer, and have not since: what hangs is not asked once more. */
const silent = new WeakSet<VaultAccess>()

/** Answers within the limit; `silent` where the file system did not. */
async function readWithinLimit(
  world: World,
  access: VaultAccess,
): Promise<AccessRules | Fault | null | 'silent'> {
  if (silent.has(access)) return 'silent'
  const reading = readOrProblem(world, access)
  const read = await withinLimit(world.timers, answerLimitMs, reading, 'silent' as const)
  if (read === 'silent') {
    silent.add(access)
    void reading.catch(() => undefined).finally(() => silent.delete(access))
  }
  return read
}

async function readOrProblem(world: World, access: VaultAccess): Promise<AccessRules | Fault | null> {
  try {
    return await readAccess(world.ports, access)
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    const path = inVault(access.folder, vaultPaths.access)
    return { code: 'ACCESS_DAMAGED', path, problem: `it can’t be read (${errno})` }
  }
}

function isFault(read: AccessRules | Fault | null): read is Fault {
  return read !== null && 'code' in read
}

/** What this machine saw last, for a vault that is away. */
export function rememberedRules(marks: MarkRows): KnownRules {
  const seen = rulesIn(marks)
  return { rules: seen ?? openAccess, problem: null, isSeen: seen !== null }
}

/**
 * Reads who may do what. Rules that this machine saw and that are gone, or older than those, are a problem: somebody put them aside. Of a
 * vault that is away, or does not answer, what was seen last holds.
 */
export async function knownRules(world: World, access: VaultAccess, marks: MarkRows): Promise<KnownRules> {
  const seen = rulesIn(marks)
  const read = await readWithinLimit(world, access)
  if (read === 'silent') return rememberedRules(marks)
  const isNewest = read !== null && !isFault(read) && read.revision >= (seen?.revision ?? 0)
  if (isNewest) {
    rememberRules(marks, read)
    return { rules: read, problem: null, isSeen: true }
  }
  const known = rememberedRules(marks)
  if ((read === null && seen === null) || !(await isVaultThere(world, access.folder))) {
    return known
  }
  if (isFault(read)) return { ...known, problem: read }
  const path = inVault(access.folder, vaultPaths.access)
  const problem =
    read === null ? 'it was there, and is gone' : 'it is an older one than this machine has seen'
  return { ...known, problem: { code: 'ACCESS_DAMAGED', path, problem } }
}
