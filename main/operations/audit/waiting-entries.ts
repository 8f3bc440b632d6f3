import fs from 'node:fs/promises'
import path from 'node:path'

import type { AuditDraft, AuditEntry } from '../../../shared/domain/audit/audit-entry.ts'
import { draftFrom } from '../../engine/engine.ts'
import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'
import type { World } from '../world.ts'

/** What waits for a vault, and the files that it waits in. */
export interface WaitingEntries {
  readonly drafts: readonly AuditDraft[]
  readonly files: readonly string[]
}

/** A vault that can never be written by this user must not fill the disk. */
const mostFiles = 5000

function folderOf({ home }: World, vaultId: string): string {
  return path.join(home.auditFolder, `${vaultId}.waiting`)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await fs.readdir(folder)).filter((name) => /^\d{15}-[0-9a-f-]+\.json$/.test(name)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Keeps entries on this machine until their vault can be written: a file for each time, so that several programs do not get into each
 * other's way. Rejects with the system's errors, and where too many wait already.
 */
export async function keepWaiting(
  world: World,
  vaultId: string,
  drafts: readonly AuditDraft[],
): Promise<void> {
  const folder = folderOf(world, vaultId)
  if ((await namesIn(folder)).length >= mostFiles) throw new Error(`${mostFiles} files wait for the vault`)
  const { clock, ids } = world.ports
  const name = `${String(clock.now()).padStart(15, '0')}-${ids.newId()}.json`
  await replacePrivateFile(path.join(folder, name), `${JSON.stringify({ drafts })}\n`)
}

/** What waits, in the order in which it happened. A file that says nothing is told to the log, and goes with the others. */
export async function readWaiting(world: World, vaultId: string): Promise<WaitingEntries> {
  const folder = folderOf(world, vaultId)
  const files = (await namesIn(folder)).map((name) => path.join(folder, name))
  const drafts: AuditDraft[] = []
  for (const file of files) {
    const { drafts: kept } = ((await readPrivateJson(file)) ?? {}) as { readonly drafts?: unknown }
    const read = Array.isArray(kept) ? kept.map(draftFrom) : [null]
    drafts.push(...read.filter((draft) => draft !== null))
    if (read.includes(null)) world.ports.logger.warn('audit.waiting_unreadable', { file })
  }
  return { drafts, files }
}

/** Forgets what is in the log now. A file that stays is seen to be in the log already, the next time. */
export async function forgetWaiting(world: World, { files }: WaitingEntries): Promise<void> {
  for (const file of files) {
    await fs.rm(file, { force: true }).catch((error: unknown) => {
      world.ports.logger.warn('audit.waiting_not_removed', { file, error: String(error) })
    })
  }
}

/** Those of the drafts that the log does not have. `newest`: its newest entries. */
export function withoutWritten(
  drafts: readonly AuditDraft[],
  newest: readonly AuditEntry[],
): readonly AuditDraft[] {
  const keyOf = ({ kind, actId, at }: AuditDraft): string => [kind, actId, at].join('|')
  const written = new Set(newest.map(keyOf))
  return drafts.filter((draft) => !written.has(keyOf(draft)))
}
